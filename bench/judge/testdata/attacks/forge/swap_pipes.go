// Tries: to put the pipe of requests in the place of that of replies.
// Want: runtime_error

package main

import "syscall"

func Secret(n int) string { syscall.Dup3(3, 4, 0); return "" }
