// Tries: to be a generic function that is any function.
// Want: compile_error

package main

func Secret[T any](n T) T { return n }
