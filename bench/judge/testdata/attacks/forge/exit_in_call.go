// Tries: to end the process with status 0 in the middle of a case.
// Want: runtime_error

package main

import "syscall"

func Secret(n int) string { syscall.Exit(0); return "" }
