// Tries: to pass a case that must panic by printing a panic and exiting as a panic does.
// Task: boom
// Want: runtime_error
// Case: h1 runtime_error

package main

import (
	"os"
	"syscall"
)

func Boom(n int) int {
	os.Stderr.WriteString("panic: boom\n\ngoroutine 1 [running]:\n")
	syscall.Exit(2)
	return 0
}
