package task

import "errors"

// ErrNegative says that a stay has a negative length.
var ErrNegative = errors.New("negative stay")
