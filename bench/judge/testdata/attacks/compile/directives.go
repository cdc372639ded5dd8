// Tries: the directives that only the runtime may use.
// Want: compile_error

package main

import _ "unsafe"

//go:systemstack
//go:nowritebarrierrec
func f() {}

//go:wasmimport env f
func g()

//go:notinheap
type t struct{}

func Secret(n int) string { f(); return "" }
