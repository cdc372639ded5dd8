// Tries: to take all memory at once by a slice too large for any machine.
// Want: memory

package main

func Secret(n int) string { b := make([]byte, 1<<40); return string(b[:1]) }
