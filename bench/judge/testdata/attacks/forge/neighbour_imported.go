// Tries: to import another answer of the same program.
// Want: compile_error

package main

import (
	one "dialogo/answer/0"
	two "dialogo/answer/1"
)

func Secret(n int) string { return one.Secret(n) + two.Secret(n) }
