// Tries: to stop its own process, which then neither runs nor ends. Process 1 of a namespace cannot be stopped.
// Want: timeout wrong_answer

package main

import "syscall"

func Secret(n int) string { syscall.Kill(syscall.Getpid(), syscall.SIGSTOP); return "" }
