package task

import "errors"

var (
	// ErrQuote says that a quote is not closed.
	ErrQuote = errors.New("quote is not closed")
	// ErrEscape says that nothing follows a backslash.
	ErrEscape = errors.New("nothing after the backslash")
)
