// Tries: to trace process 1 and its parent, and to be traced by its parent.
// Want: wrong_answer
// Says: "held"

package main

import (
	"os"
	"runtime"
	"syscall"
)

func Secret(n int) string {
	runtime.LockOSThread()
	for _, id := range []int{1, os.Getppid(), os.Getpid()} {
		if syscall.PtraceAttach(id) == nil {
			return "attached"
		}
		if _, _, e := syscall.RawSyscall6(syscall.SYS_PTRACE, 0x4206, uintptr(id), 0, 0, 0, 0); e == 0 {
			return "seized"
		}
	}
	if _, _, e := syscall.RawSyscall(syscall.SYS_PTRACE, syscall.PTRACE_TRACEME, 0, 0); e == 0 {
		return "traced"
	}
	return "held"
}
