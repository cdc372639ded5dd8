// Tries: to overflow a stack that the runtime does not check.
// Want: compile_error

package main

//go:nosplit
func a(x [64]int) int { return b(x) + 1 }

//go:nosplit
func b(x [64]int) int { return c(x) + 1 }

//go:nosplit
func c(x [64]int) int     { return a(x) + 1 }
func Secret(n int) string { return string(rune(a([64]int{n}))) }
