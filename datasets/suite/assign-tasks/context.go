package task

import "errors"

// ErrNobody says that the tasks cannot be assigned.
var ErrNobody = errors.New("no way to assign the tasks")
