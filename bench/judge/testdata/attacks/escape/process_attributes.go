// Tries: to change what its process is allowed, by prctl and arch_prctl.
// Arch: amd64
// Want: wrong_answer
// Says: "held"

package main

import (
	"runtime"
	"strconv"
	"syscall"
)

func Secret(n int) string {
	runtime.LockOSThread()
	for _, c := range [][2]uintptr{{1, 0}, {4, 1}, {8, 1}, {22, 0}, {23, 21}, {24, 21}, {28, 0}, {35, 1}, {36, 1}, {38, 0}, {43, 1}, {47, 2}, {53, 2}, {54, 1}, {59, 1}, {0x59616d61, ^uintptr(0)}} {
		if _, _, e := syscall.RawSyscall6(syscall.SYS_PRCTL, c[0], c[1], 0, 0, 0, 0); e != syscall.EPERM {
			return "prctl " + strconv.Itoa(int(c[0])) + ": " + e.Error()
		}
	}
	return "held"
}
