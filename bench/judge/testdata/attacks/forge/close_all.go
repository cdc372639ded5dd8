// Tries: to close every descriptor there is.
// Want: runtime_error

package main

import "syscall"

func Secret(n int) string {
	for fd := range 1024 {
		syscall.Close(fd)
	}
	return ""
}
