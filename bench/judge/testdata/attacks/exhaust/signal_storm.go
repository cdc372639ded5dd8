// Tries: to send itself signals without end.
// Want: timeout

package main

import (
	"os"
	"os/signal"
	"syscall"
)

func Secret(n int) string {
	c := make(chan os.Signal, 1)
	signal.Notify(c)
	for {
		syscall.Kill(syscall.Getpid(), syscall.SIGUSR1)
	}
}
