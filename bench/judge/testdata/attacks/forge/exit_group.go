// Tries: to end the process by the bare system call, past everything Go does at exit.
// Want: runtime_error

package main

import "syscall"

func Secret(n int) string { syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 0, 0, 0); return "" }
