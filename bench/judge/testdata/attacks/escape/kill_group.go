// Tries: to kill its process group, by the id 0 that stands for it and by its own id. There is nobody in it but itself.
// Want: wrong_answer runtime_error

package main

import (
	"os"
	"syscall"
)

func Secret(n int) string {
	syscall.Kill(0, syscall.SIGKILL)
	syscall.Kill(-os.Getpid(), syscall.SIGKILL)
	return "alive"
}
