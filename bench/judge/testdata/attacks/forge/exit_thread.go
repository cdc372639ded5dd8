// Tries: to end only the thread it runs on, so that its process lives on without it.
// Want: timeout runtime_error
// Varies: which thread goes decides whether the runtime hangs or finds itself deadlocked.

package main

import (
	"runtime"
	"syscall"
)

func Secret(n int) string {
	runtime.LockOSThread()
	syscall.RawSyscall(syscall.SYS_EXIT, 0, 0, 0)
	return ""
}
