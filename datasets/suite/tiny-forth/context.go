package task

import "errors"

var (
	// ErrWord says that a word is unknown.
	ErrWord = errors.New("unknown word")
	// ErrStack says that the stack holds too few numbers.
	ErrStack = errors.New("too few numbers on the stack")
	// ErrDivide says that something was to be divided by zero.
	ErrDivide = errors.New("division by zero")
)
