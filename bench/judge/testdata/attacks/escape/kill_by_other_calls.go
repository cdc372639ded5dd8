// Tries: to signal other processes by the less known calls: tkill, tgkill, rt_sigqueueinfo, pidfd_send_signal, and by the owner of a descriptor.
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
	parent, other := uintptr(os.Getppid()), uintptr(1)
	if os.Getpid() == 1 {
		other = 2
	}
	info := [128]byte{9}
	for _, c := range []struct {
		name        string
		nr, a, b, c uintptr
	}{
		{"tkill", 200, other, 9, 0}, {"tgkill", 234, other, other, 9}, {"tgkill parent", 234, parent, parent, 9},
		{"rt_sigqueueinfo", 129, other, 9, uintptr(unsafe.Pointer(&info))}, {"pidfd_open", 434, 1, 0, 0}, {"pidfd_send_signal", 424, 4, 9, 0},
	} {
		if _, _, e := syscall.RawSyscall6(c.nr, c.a, c.b, c.c, 0, 0, 0); e == 0 {
			return c.name
		}
	}
	var p [2]int
	syscall.Pipe(p[:])
	if _, _, e := syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(p[0]), 8, 1); e == 0 { // F_SETOWN
		syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(p[0]), 10, 9) // F_SETSIG: SIGKILL
		syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(p[0]), syscall.F_SETFL, syscall.O_ASYNC)
		syscall.Write(p[1], []byte("x"))
	}
	return "held"
}
