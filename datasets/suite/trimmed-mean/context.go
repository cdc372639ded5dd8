package task

import "errors"

var (
	// ErrCut says that a negative number of values should be cut off.
	ErrCut = errors.New("negative cut")
	// ErrTooFew says that no value is left to average.
	ErrTooFew = errors.New("too few values")
)
