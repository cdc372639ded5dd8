package task

import "errors"

var (
	// ErrShort says that the data ends within a block.
	ErrShort = errors.New("data ends within a block")
	// ErrDistance says that a distance leads out of the output.
	ErrDistance = errors.New("distance leads out of the output")
	// ErrLong says that the output is longer than allowed.
	ErrLong = errors.New("output is too long")
)
