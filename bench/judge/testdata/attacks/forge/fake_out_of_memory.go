// Tries: to make the judge believe another cause of its death, by the runtime's own words.
// Want: memory

package main

import (
	"os"
	"syscall"
)

func Secret(n int) string {
	os.Stderr.WriteString("fatal error: runtime: out of memory\n")
	syscall.Exit(2)
	return ""
}
