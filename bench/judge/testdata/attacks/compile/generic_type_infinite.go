// Tries: to have a generic type whose instances need ever larger ones.
// Want: compile_error

package main

type t[P any] struct{ f *t[t[P]] }

func Secret(n int) string {
	var x t[int]
	if x.f == nil {
		return "a"
	}
	return "b"
}
