// Tries: to raise its own limits, and to change those of others.
// Arch: amd64
// Want: wrong_answer
// Says: "held"

package main

import (
	"fmt"
	"os"
	"syscall"
	"unsafe"
)

func Secret(n int) string {
	most := syscall.Rlimit{Cur: ^uint64(0), Max: ^uint64(0)}
	for kind := range 16 {
		var was, is syscall.Rlimit
		syscall.Getrlimit(kind, &was)
		syscall.Setrlimit(kind, &most)
		syscall.RawSyscall6(302, 0, uintptr(kind), uintptr(unsafe.Pointer(&most)), 0, 0, 0)
		syscall.RawSyscall6(302, uintptr(os.Getpid()), uintptr(kind), uintptr(unsafe.Pointer(&most)), 0, 0, 0)
		syscall.Getrlimit(kind, &is)
		if is.Max > was.Max {
			return fmt.Sprint("raised ", kind)
		}
	}
	for _, id := range []int{1, 2, os.Getppid()} {
		var l syscall.Rlimit
		if id == 0 || id == os.Getpid() {
			continue
		}
		if _, _, e := syscall.RawSyscall6(302, uintptr(id), 7, 0, uintptr(unsafe.Pointer(&l)), 0, 0); e == 0 {
			return "read another's"
		}
	}
	return "held"
}
