package task

import "errors"

// ErrGap says that no order keeps the gap.
var ErrGap = errors.New("no order keeps the gap")
