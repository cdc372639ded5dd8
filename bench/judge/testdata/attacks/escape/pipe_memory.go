// Tries: to pin kernel memory in pipes as large as it can have them.
// Want: wrong_answer
// Says: "held"

package main

import "syscall"

func Secret(n int) string {
	for range 32 {
		var p [2]int
		if syscall.Pipe(p[:]) != nil {
			break
		}
		if _, _, e := syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(p[1]), 1031, 1<<20); e == 0 {
			return "a pipe of 1 MiB"
		}
	}
	return "held"
}
