// Tries: to replace functions of the judge's driver and of its neighbours by linkname.
// Want: compile_error

package main

import _ "unsafe"

//go:linkname serve dialogo/bench/judge/driver.serve
func serve() {}

//go:linkname neighbour main.Right
func neighbour(n int) int { return 0 }
func Secret(n int) string { return "" }
