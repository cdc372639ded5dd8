// Tries: to make the verdict depend on how much of what it prints was read when it ended.
// Want: runtime_error

package main

import (
	"os"
	"strings"
)

func Secret(n int) string {
	for range 100 {
		os.Stderr.WriteString(strings.Repeat("x", 10000))
	}
	panic("after a megabyte")
}
