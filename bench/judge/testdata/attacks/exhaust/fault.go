// Tries: to end the process by writing where nothing is, and by unmapping memory in use.
// Want: runtime_error

package main

import (
	"syscall"
	"unsafe"
)

func Secret(n int) string {
	b := make([]byte, 1<<20)
	syscall.RawSyscall(syscall.SYS_MUNMAP, uintptr(unsafe.Pointer(&b[0]))&^4095, 1<<20, 0)
	for i := range b {
		b[i] = 1
	}
	return ""
}
