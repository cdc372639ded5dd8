// Tries: to declare main twice, once as a variable.
// Want: compile_error

package main

func main() {}

var main = 1

func Secret(n int) string { return "" }
