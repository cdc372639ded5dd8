// Tries: to close standard input, output and error and to print then.
// Want: wrong_answer

package main

import (
	"fmt"
	"os"
	"syscall"
)

func Secret(n int) string {
	os.Stdin.Close()
	os.Stdout.Close()
	os.Stderr.Close()
	for fd := range 3 {
		syscall.Close(fd)
	}
	fmt.Println("x")
	println("y")
	return ""
}
