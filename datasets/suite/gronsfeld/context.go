package task

import "errors"

// ErrKey says that a key is empty or holds something other than digits.
var ErrKey = errors.New("bad key")
