// Tries: to exhaust the stack.
// Want: runtime_error timeout
// Varies: to fill the stack takes about as long as a case may take here; on a busy machine longer.

package main

func down(n int) int      { return down(n+1) + 1 }
func Secret(n int) string { return string(rune(down(n))) }
