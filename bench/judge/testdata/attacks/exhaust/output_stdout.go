// Tries: to print without end on standard output.
// Want: timeout

package main

import (
	"os"
	"strings"
)

func Secret(n int) string {
	b := strings.Repeat("more and more\n", 1000)
	for {
		os.Stdout.WriteString(b)
	}
}
