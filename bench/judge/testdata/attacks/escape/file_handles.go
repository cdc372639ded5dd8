// Tries: to open files by handle, past all folders, as the container escape "shocker" did.
// Arch: amd64
// Want: wrong_answer
// Says: "held"

package main

import (
	"syscall"
	"unsafe"
)

func Secret(n int) string {
	handle := struct {
		size, kind uint32
		id         [128]byte
	}{size: 8, kind: 1}
	handle.id[0] = 2 // the root of most file systems
	var mount int32
	dir, _ := syscall.Open("/", syscall.O_RDONLY, 0)
	path := [2]byte{'/'}
	if _, _, e := syscall.RawSyscall(304, uintptr(dir), uintptr(unsafe.Pointer(&handle)), 0); e == 0 {
		return "open_by_handle_at"
	}
	if _, _, e := syscall.RawSyscall6(303, uintptr(dir), uintptr(unsafe.Pointer(&path)), uintptr(unsafe.Pointer(&handle)), uintptr(unsafe.Pointer(&mount)), 0, 0); e == 0 {
		return "name_to_handle_at"
	}
	return "held"
}
