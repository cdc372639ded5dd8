package task

import "errors"

// Point is a point of a curve.
type Point struct{ X, Y float64 }

var (
	// ErrEmpty says that a curve has no points.
	ErrEmpty = errors.New("a curve without points")
	// ErrTwice says that two points have the same X.
	ErrTwice = errors.New("two points with the same X")
)
