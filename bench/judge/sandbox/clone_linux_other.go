//go:build linux && !amd64

package sandbox

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// borrow is nothing here: a child has a copy of our memory.
const borrow = 0

// rawClone is the clone system call.
//
//go:nosplit
//go:norace
func rawClone(flags uintptr) (pid uintptr, errno syscall.Errno) {
	pid, _, errno = syscall.RawSyscall6(unix.SYS_CLONE, flags, 0, 0, 0, 0, 0)
	return pid, errno
}
