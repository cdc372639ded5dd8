// Tries: to have types that contain themselves.
// Want: compile_error

package main

type a struct{ b }
type b struct{ c [1]c }
type c struct{ a }
type d interface{ d }
type e = e
type f [len(x)]int

var x f

func Secret(n int) string { return "" }
