package task

import "errors"

var (
	// ErrSyntax says that an item of a page list cannot be read.
	ErrSyntax = errors.New("bad page list")
	// ErrPage says that a page does not exist or that a range runs backwards.
	ErrPage = errors.New("no such pages")
)
