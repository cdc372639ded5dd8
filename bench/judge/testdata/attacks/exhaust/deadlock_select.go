// Tries: to wait for nothing at all.
// Want: runtime_error

package main

func Secret(n int) string { select {} }
