package task

import "errors"

// ErrPattern says that a pattern has a wrong class.
var ErrPattern = errors.New("bad pattern")
