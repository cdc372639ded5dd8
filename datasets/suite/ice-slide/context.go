package task

import "errors"

// ErrNoWay says that no pushes lead to the goal.
var ErrNoWay = errors.New("no way to the goal")
