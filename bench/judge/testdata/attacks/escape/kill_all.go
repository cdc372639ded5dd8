// Tries: to kill every process it may signal, process 1, its parent and its process group.
// Want: wrong_answer
// Says: "held"

package main

import (
	"os"
	"strconv"
	"syscall"
)

func Secret(n int) string {
	for _, id := range []int{-1, 1, os.Getppid(), -1000} {
		if id != 0 && id != os.Getpid() && syscall.Kill(id, syscall.SIGKILL) == nil {
			return "killed " + strconv.Itoa(id)
		}
	}
	for id := 1; id < 4000; id++ {
		if id != os.Getpid() && syscall.Kill(id, 0) == nil {
			return "could kill " + strconv.Itoa(id)
		}
	}
	return "held"
}
