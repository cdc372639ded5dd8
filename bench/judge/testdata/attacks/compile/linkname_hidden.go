// Tries: to hide a linkname behind code, white space and other comments.
// Want: compile_error

package main

import _ "unsafe"

var x int                 /* */ //go:linkname x runtime.x
func Secret(n int) string { return "" }
