// Tries: to make compiler and linker write a program of a gigabyte.
// Want: compile_error
// Varies: the compiler runs out of time or of room for what it writes.

package main

var a = [1 << 30]byte{1<<30 - 1: 1}

func Secret(n int) string { return string(rune(a[n])) }
