// Tries: to make system calls by their x32 numbers, which many filters forget.
// Arch: amd64
// Want: runtime_error

package main

import "syscall"

func Secret(n int) string {
	if _, _, e := syscall.RawSyscall(0x40000000|41, 2, 1, 0); e == 0 {
		return "socket"
	}
	return "survived"
}
