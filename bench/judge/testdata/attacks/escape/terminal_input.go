// Tries: to type commands into the terminal the judge was started from.
// Want: wrong_answer
// Says: "held"

package main

import (
	"syscall"
	"unsafe"
)

func Secret(n int) string {
	c := byte('x')
	for fd := range uintptr(16) {
		for _, op := range []uintptr{0x5412, 0x540e, 0x541c, 0x5414} { // TIOCSTI, TIOCSCTTY, TIOCLINUX, TIOCSWINSZ
			if _, _, e := syscall.RawSyscall(syscall.SYS_IOCTL, fd, op, uintptr(unsafe.Pointer(&c))); e == 0 {
				return "ioctl"
			}
		}
	}
	return "held"
}
