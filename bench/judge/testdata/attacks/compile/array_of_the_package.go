// Tries: to make the linker write a program larger than any disk.
// Want: compile_error

package main

var a [1 << 50]int

func Secret(n int) string { return string(rune(a[n])) }
