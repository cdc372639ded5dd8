// Tries: to call a function without a body, in hope that the linker finds one of that name.
// Want: compile_error

package main

func exit(code int)
func Secret(n int) string { exit(0); return "" }
