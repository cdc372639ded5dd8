// Tries: to declare main and init as something that nothing can call.
// Want: compile_error

package main

type main struct{}

var init = 1

func Secret(n int) string { return "" }
