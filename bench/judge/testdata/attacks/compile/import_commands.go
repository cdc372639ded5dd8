// Tries: to import parts of the Go command.
// Want: compile_error

package main

import (
	_ "cmd/compile/internal/gc"
	_ "cmd/go/internal/work"
	_ "cmd/internal/obj"
)

func Secret(n int) string { return "" }
