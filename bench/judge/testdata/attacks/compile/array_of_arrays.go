// Tries: to have a type whose size overflows.
// Want: compile_error

package main

type a [1 << 20]int
type b [1 << 20]a
type c [1 << 20]b

var x c

func Secret(n int) string { return string(rune(x[1][2][n])) }
