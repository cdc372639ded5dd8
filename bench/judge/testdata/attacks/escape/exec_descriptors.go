// Tries: to execute whatever an inherited descriptor leads to.
// Arch: amd64
// Want: wrong_answer
// Says: "held"

package main

import (
	"syscall"
	"unsafe"
)

func Secret(n int) string {
	empty := [1]byte{}
	argv := [2]uintptr{uintptr(unsafe.Pointer(&empty))}
	for fd := range uintptr(256) {
		syscall.RawSyscall6(322, fd, uintptr(unsafe.Pointer(&empty)), uintptr(unsafe.Pointer(&argv)), 0, 0x1000, 0)
	}
	return "held"
}
