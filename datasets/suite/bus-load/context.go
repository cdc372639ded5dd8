package task

import "errors"

// Stop is what happens at one stop of the bus.
type Stop struct {
	Off int // people who get off
	On  int // people who wait there
}

var (
	// ErrCount says that a number of people is negative.
	ErrCount = errors.New("negative number of people")
	// ErrOff says that more people get off than are aboard.
	ErrOff = errors.New("more people get off than are aboard")
)
