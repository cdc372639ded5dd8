// Tries: to have the package name that is no name.
// Want: wrong_answer compile_error

package _

func Secret(n int) string { return "" }
