// Tries: to sleep in a system call the runtime knows nothing of, past every interruption.
// Want: timeout

package main

import (
	"syscall"
	"unsafe"
)

func Secret(n int) string {
	hour := syscall.Timespec{Sec: 3600}
	for {
		syscall.RawSyscall(syscall.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&hour)), 0, 0)
	}
}
