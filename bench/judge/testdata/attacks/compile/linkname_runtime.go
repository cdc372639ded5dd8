// Tries: to reach the runtime's own functions by linkname.
// Want: compile_error

package main

import _ "unsafe"

//go:linkname memhash runtime.memhash
func memhash(p *byte, h, s uintptr) uintptr
func Secret(n int) string { return string(rune(memhash(nil, 1, 0))) }
