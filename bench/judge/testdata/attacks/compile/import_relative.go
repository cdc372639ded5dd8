// Tries: to import what lies beside it.
// Want: compile_error

package main

import (
	".."
	"../seen"
	"./answer"
)

func Secret(n int) string { return answer.X }
