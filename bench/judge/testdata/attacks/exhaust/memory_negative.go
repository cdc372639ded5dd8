// Tries: to make a slice of a length that overflows.
// Want: runtime_error

package main

func Secret(n int) string { b := make([]int64, 1<<62-n+n); return string(rune(len(b))) }
