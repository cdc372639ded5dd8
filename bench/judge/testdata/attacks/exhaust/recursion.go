// Tries: to exhaust the stack.
// Want: runtime_error

package main

func down(n int) int      { return down(n+1) + 1 }
func Secret(n int) string { return string(rune(down(n))) }
