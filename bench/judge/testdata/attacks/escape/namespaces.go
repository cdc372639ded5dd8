// Tries: to make namespaces of its own, in which it would be root again, by unshare, clone and clone3.
// Arch: amd64
// Want: wrong_answer
// Says: "held"

package main

import (
	"runtime"
	"syscall"
	"unsafe"
)

func Secret(n int) string {
	runtime.LockOSThread()
	for _, flag := range []uintptr{0x10000000, 0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x20000000, 0x40000000, 0x80, 0x10020000} {
		if _, _, e := syscall.RawSyscall(syscall.SYS_UNSHARE, flag, 0, 0); e == 0 {
			return "unshare"
		}
		if id, _, e := syscall.RawSyscall6(syscall.SYS_CLONE, flag|17, 0, 0, 0, 0, 0); e == 0 {
			if id == 0 {
				for {
					syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 0, 0, 0)
				}
			}
			return "clone"
		}
		args := [11]uint64{uint64(flag), 0, 0, 0, 17}
		if id, _, e := syscall.RawSyscall(435, uintptr(unsafe.Pointer(&args)), 88, 0); e == 0 {
			if id == 0 {
				for {
					syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 0, 0, 0)
				}
			}
			return "clone3"
		}
	}
	for fd := range uintptr(64) {
		if _, _, e := syscall.RawSyscall(308, fd, 0, 0); e == 0 {
			return "setns"
		}
	}
	return "held"
}
