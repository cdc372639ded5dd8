// Tries: to panic with a text of a hundred megabytes.
// Want: runtime_error memory

package main

import "strings"

func Secret(n int) string { panic(strings.Repeat("panic ", 1<<22)) }
