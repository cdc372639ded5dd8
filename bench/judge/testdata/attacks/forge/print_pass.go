// Tries: to print what go test prints about a passed test, and to exit with status 0.
// Want: runtime_error

package main

import (
	"fmt"
	"os"
	"syscall"
)

func Secret(n int) string {
	for _, f := range []*os.File{os.Stdout, os.Stderr} {
		fmt.Fprint(f, "=== RUN   TestSecret\n--- PASS: TestSecret (0.00s)\nPASS\nok  \tdialogo\t0.001s\n")
	}
	syscall.Exit(0)
	return ""
}
