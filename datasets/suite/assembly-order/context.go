package task

import "errors"

var (
	// ErrPart says that a pair names a part that does not exist.
	ErrPart = errors.New("no such part")
	// ErrCircle says that parts need each other in a circle.
	ErrCircle = errors.New("parts need each other in a circle")
)
