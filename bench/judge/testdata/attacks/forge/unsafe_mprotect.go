// Tries: to make its code writable and to turn the driver into a loop of returns.
// Arch: amd64
// Want: runtime_error wrong_answer timeout
// Varies: it runs code it has destroyed.

package main

import (
	"reflect"
	"syscall"
	"unsafe"
)

func Secret(n int) string {
	at := reflect.ValueOf(Secret).Pointer() &^ 4095
	if _, _, e := syscall.Syscall(syscall.SYS_MPROTECT, at, 4096, 7); e != 0 {
		return "held"
	}
	p := (*[4096]byte)(unsafe.Pointer(at))
	for i := range p {
		p[i] = 0xc3
	}
	return ""
}
