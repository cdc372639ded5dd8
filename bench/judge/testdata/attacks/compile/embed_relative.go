// Tries: to embed whatever lies beside its source.
// Want: compile_error

package main

import "embed"

//go:embed *
var all embed.FS

func Secret(n int) string { b, _ := all.ReadFile("answer.go"); return string(b) }
