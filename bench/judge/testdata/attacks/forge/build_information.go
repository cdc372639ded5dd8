// Tries: to learn from the program's build information what it was built of.
// Want: wrong_answer
// Says: "held"

package main

import (
	"runtime/debug"
	"strings"
)

func Secret(n int) string {
	i, ok := debug.ReadBuildInfo()
	if ok && strings.Contains(i.String(), "/") {
		return i.String()
	}
	return "held"
}
