// Tries: to read and write the memory of process 1 and of its parent.
// Arch: amd64
// Want: wrong_answer
// Says: "held"

package main

import (
	"os"
	"syscall"
	"unsafe"
)

func Secret(n int) string {
	b := make([]byte, 64)
	local := [2]uintptr{uintptr(unsafe.Pointer(&b[0])), 64}
	remote := [2]uintptr{0x400000, 64}
	for _, nr := range []uintptr{310, 311, 440, 448, 312} { // process_vm_readv, _writev, process_madvise, process_mrelease, kcmp
		for _, id := range []int{1, os.Getppid(), os.Getpid()} {
			if _, _, e := syscall.RawSyscall6(nr, uintptr(id), uintptr(unsafe.Pointer(&local)), 1, uintptr(unsafe.Pointer(&remote)), 1, 0); e == 0 {
				return "call through"
			}
		}
	}
	return "held"
}
