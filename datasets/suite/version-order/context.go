package task

import "errors"

// ErrVersion says that a text is no version number.
var ErrVersion = errors.New("bad version")
