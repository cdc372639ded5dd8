// Tries: to run a program from memory, by memfd_create and execveat.
// Arch: amd64
// Want: wrong_answer
// Says: "held"

package main

import (
	"syscall"
	"unsafe"
)

func Secret(n int) string {
	name := [2]byte{'x'}
	for _, flags := range []uintptr{0, 1, 2, 3, 8, 16} {
		if _, _, e := syscall.RawSyscall(319, uintptr(unsafe.Pointer(&name)), flags, 0); e == 0 {
			return "memfd"
		}
	}
	return "held"
}
