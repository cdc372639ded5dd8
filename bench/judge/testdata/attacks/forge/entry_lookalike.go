// Tries: to declare the entry function under a name that only looks like it.
// Want: compile_error

package main

func Sесret(n int) string { return "" }
