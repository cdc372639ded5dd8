package sandbox

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// borrow has a child use our memory instead of a copy until it executes its
// program, while the thread that cloned it waits.
const borrow = unix.CLONE_VM | unix.CLONE_VFORK

// rawClone is the clone system call. A child that borrows our memory overwrites the
// stack below its caller's frame, so the return address is kept in a register.
//
//go:noescape
func rawClone(flags uintptr) (pid uintptr, errno syscall.Errno)
