// Tries: to overwrite its own code, to have the driver reply other things.
// Want: runtime_error

package main

import (
	"reflect"
	"unsafe"
)

func Secret(n int) string {
	p := (*[16]byte)(unsafe.Pointer(reflect.ValueOf(Secret).Pointer()))
	for i := range p {
		p[i] = 0xc3
	}
	return ""
}
