// Tries: to import another package under the name by which the judge imports its driver.
// Want: wrong_answer compile_error
// Varies: which names those are changes with the judge.

package main

import (
	dialogo_cases "strconv"
	dialogo_driver "strings"
)

func Secret(n int) string { return dialogo_driver.Repeat(dialogo_cases.Itoa(n), 2) }
