// Tries: to mount, unmount, remount and pivot, by the old calls and the new ones.
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
	os.Mkdir("m", 0o755)
	for _, kind := range []string{"proc", "sysfs", "tmpfs", "cgroup2", "overlay", "devpts", "mqueue", "bpf", "securityfs"} {
		if syscall.Mount(kind, "m", kind, 0, "") == nil {
			return "mounted " + kind
		}
	}
	if syscall.Mount("", "/", "", syscall.MS_REMOUNT|syscall.MS_BIND, "") == nil {
		return "remounted"
	}
	if syscall.Mount("/", "m", "", syscall.MS_BIND|syscall.MS_REC, "") == nil {
		return "bound"
	}
	if syscall.Unmount("/", syscall.MNT_DETACH) == nil {
		return "unmounted"
	}
	if syscall.PivotRoot(".", "m") == nil {
		return "pivoted"
	}
	path := [2]byte{'/'}
	kind := [6]byte{'t', 'm', 'p', 'f', 's'}
	for _, c := range [][4]uintptr{{428, ^uintptr(99), uintptr(unsafe.Pointer(&path)), 1}, {430, uintptr(unsafe.Pointer(&kind)), 0, 0}, {433, ^uintptr(99), uintptr(unsafe.Pointer(&path)), 0}, {442, ^uintptr(99), uintptr(unsafe.Pointer(&path)), 0}} {
		if _, _, e := syscall.RawSyscall(c[0], c[1], c[2], c[3]); e != syscall.EPERM && e != syscall.ENOSYS {
			return "a new call: " + e.Error()
		}
	}
	return "held"
}
