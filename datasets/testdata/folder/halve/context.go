package task

import "errors"

// ErrOdd says that a number is odd.
var ErrOdd = errors.New("odd number")
