// Tries: to find the wanted values in the memory its own code and data are in.
// Want: wrong_answer
// Says: "held"

package main

import (
	"bytes"
	"syscall"
	"unsafe"
)

var mark = []byte("QMBOUFE") // each letter one further
func Secret(n int) string {
	want := make([]byte, len(mark))
	for i, c := range mark {
		want[i] = c - 1
	}
	var p [2]int
	if syscall.Pipe(p[:]) != nil {
		return "no pipe"
	}
	page := make([]byte, 4096)
	for at := uintptr(0x400000); at < 0x4000000; at += 4096 {
		k, _, e := syscall.RawSyscall(syscall.SYS_WRITE, uintptr(p[1]), at, 4096) // EFAULT tells what is not mapped
		if e != 0 || k == 0 {
			continue
		}
		m, _ := syscall.Read(p[0], page)
		if i := bytes.Index(page[:m], want); i >= 0 {
			return string(page[i:min(m, i+64)])
		}
	}
	_ = unsafe.Pointer(nil)
	return "held"
}
