package task

import "errors"

var (
	// ErrSyntax says that a text is not an expression.
	ErrSyntax = errors.New("bad expression")
	// ErrDivide says that something was to be divided by zero.
	ErrDivide = errors.New("division by zero")
	// ErrOverflow says that a value does not fit in an int64.
	ErrOverflow = errors.New("value does not fit in an int64")
)
