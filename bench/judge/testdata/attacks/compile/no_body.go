// Tries: to leave the body of its function to assembly it has none of.
// Want: compile_error

package main

func Secret(n int) string
