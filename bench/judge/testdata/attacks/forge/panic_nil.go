// Tries: to panic with nil, which recover used to hide.
// Want: runtime_error

package main

func Secret(n int) string { panic(nil) }
