// Tries: to become another user, to gain capabilities, and to run set-user-id programs.
// Arch: amd64
// Want: wrong_answer
// Says: "held"

package main

import (
	"os/exec"
	"syscall"
	"unsafe"
)

func Secret(n int) string {
	uid, gid := uintptr(syscall.Getuid()), uintptr(syscall.Getgid())
	for _, c := range []struct {
		name  string
		nr, a uintptr
	}{{"setuid", 105, 0}, {"setgid", 106, 0}, {"setreuid", 113, 0}, {"setresuid", 117, 0}, {"setfsuid", 122, 0}, {"setgroups", 116, 1}} {
		syscall.RawSyscall(c.nr, c.a, 0, 0)
		if uintptr(syscall.Getuid()) != uid || uintptr(syscall.Getgid()) != gid || syscall.Geteuid() == 0 && uid != 0 {
			return c.name
		}
	}
	head := [2]uint32{0x20080522}
	all := [6]uint32{^uint32(0), ^uint32(0), ^uint32(0), ^uint32(0), ^uint32(0), ^uint32(0)}
	if _, _, e := syscall.RawSyscall(syscall.SYS_CAPSET, uintptr(unsafe.Pointer(&head)), uintptr(unsafe.Pointer(&all)), 0); e == 0 {
		return "capset"
	}
	for _, p := range []string{"/usr/bin/sudo", "/bin/su", "/usr/bin/newuidmap", "/bin/mount"} {
		if exec.Command(p).Run() == nil {
			return p
		}
	}
	return "held"
}
