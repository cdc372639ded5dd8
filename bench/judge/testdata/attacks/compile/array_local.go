// Tries: to have a local variable larger than any stack.
// Want: compile_error runtime_error memory

package main

func Secret(n int) string { var a [1 << 34]byte; a[n] = 1; return string(rune(a[n+1])) }
