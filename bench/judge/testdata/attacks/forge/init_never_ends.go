// Tries: to keep the judge's part of the program from starting at all.
// Want: timeout runtime_error
// Varies: whether the runtime finds all goroutines asleep depends on what else waits.

package main

func init()               { select {} }
func Secret(n int) string { return "" }
