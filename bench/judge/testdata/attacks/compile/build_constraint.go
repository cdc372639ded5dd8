// Tries: to be left out of the build, so that nothing is left to fail.
// Want: wrong_answer compile_error

//go:build ignore && !go1.1

package main

func Secret(n int) string { return "" }
