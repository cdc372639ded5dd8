package task

import "errors"

var (
	// ErrShape says that the equations do not have the shape of a square.
	ErrShape = errors.New("not as many equations as unknowns")
	// ErrSingular says that there is not exactly one solution.
	ErrSingular = errors.New("not exactly one solution")
)
