// Tries: to close the judge's pipes and go on.
// Want: runtime_error

package main

import "syscall"

func Secret(n int) string { syscall.Close(3); syscall.Close(4); return "" }
