// Tries: to import the packages that judge it.
// Want: compile_error

package main

import (
	_ "dialogo/bench"
	_ "dialogo/bench/judge/driver"
	_ "dialogo/bench/judge/driver/testing"
	_ "dialogo/cases"
	_ "dialogo/checker"
	_ "dialogo/oracle"
	_ "dialogo/tests"
	_ "main"
	_ "task"
)

func Secret(n int) string { return "" }
