// Tries: to find the wanted values on its heap and stacks, walking memory with unsafe.
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
	var local [8]byte
	for _, near := range []uintptr{uintptr(unsafe.Pointer(&page[0])), uintptr(unsafe.Pointer(&local)), uintptr(unsafe.Pointer(&p))} {
		from := near &^ (1<<26 - 1)
		for at := from; at < from+1<<26; at += 4096 {
			k, _, e := syscall.RawSyscall(syscall.SYS_WRITE, uintptr(p[1]), at, 4096)
			if e != 0 || k == 0 {
				continue
			}
			m, _ := syscall.Read(p[0], page)
			i := bytes.Index(page[:m], want)
			// Its own copy of the mark is followed by nothing of a token.
			if i >= 0 && i+16 < m && page[i+7] == '-' {
				return string(page[i : i+16])
			}
		}
	}
	return "held"
}
