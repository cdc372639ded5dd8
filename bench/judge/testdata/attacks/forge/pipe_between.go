// Tries: to put a pipe of its own before the judge's, and to change what the driver says.
// Want: runtime_error wrong_answer timeout
// Varies: what it forwards may be cut anywhere.

package main

import (
	"bytes"
	"syscall"
)

func init() {
	var p [2]int
	syscall.Pipe(p[:])
	real, _ := syscall.Dup(4)
	syscall.Dup3(p[1], 4, 0)
	go func() {
		b := make([]byte, 1<<16)
		for {
			k, err := syscall.Read(p[0], b)
			if k <= 0 || err != nil {
				return
			}
			syscall.Write(real, bytes.ReplaceAll(b[:k], []byte("wrong"), []byte("right")))
		}
	}()
}
func Secret(n int) string { return "wrong" }
