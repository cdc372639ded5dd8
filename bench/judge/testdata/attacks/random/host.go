// Tries: to have the host show in a result: its name, its kernel, its processors.
// Want: wrong_answer

package main

import (
	"fmt"
	"os"
	"runtime"
)

func Secret(n int) string {
	h, _ := os.Hostname()
	return fmt.Sprint(h, runtime.NumCPU(), runtime.GOOS, runtime.Version())
}
