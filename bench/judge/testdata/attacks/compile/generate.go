// Tries: to have a command run while it is built.
// Want: wrong_answer

package main

//go:generate sh -c "touch /tmp/@MARK@"
func Secret(n int) string { return "" }
