// Tries: to exhaust the stack by few frames that are large.
// Want: runtime_error memory
// Varies: a stack that doubles may hit the limit of memory first.

package main

func down(n int) int      { var b [1 << 16]int; b[n&0xff] = n; return down(n+b[n&0xff]) + b[1] }
func Secret(n int) string { return string(rune(down(1))) }
