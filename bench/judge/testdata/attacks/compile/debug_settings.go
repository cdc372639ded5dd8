// Tries: to change the runtime's settings by a directive.
// Want: runtime_error

//go:debug panicnil=1

package main

func Secret(n int) string { panic(nil) }
