// Tries: to leave a mark that outlives it, or a sign for its neighbours, on a device that all share.
// Want: wrong_answer
// Says: "held"
// Arch: amd64

package main

import (
	"os"
	"syscall"
)

func Secret(n int) string {
	f, err := os.OpenFile("/dev/null", os.O_RDWR, 0)
	if err != nil {
		return "held"
	}
	if _, _, e := syscall.Syscall6(syscall.SYS_UTIMENSAT, f.Fd(), 0, 0, 0, 0, 0); e == 0 {
		return "marked"
	}
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
		return "locked"
	}
	return "held"
}
