// Tries: to take memory by mapping a file of its folder shared, again and again.
// Want: wrong_answer runtime_error
// Varies: where the folder is full the write to the mapping is a fault.

package main

import (
	"os"
	"syscall"
)

func Secret(n int) string {
	f, err := os.Create("big")
	if err != nil {
		return "held"
	}
	if f.Truncate(1<<30) != nil {
		return "held"
	}
	b, err := syscall.Mmap(int(f.Fd()), 0, 1<<30, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return "held"
	}
	for i := 0; i < len(b); i += 4096 {
		b[i] = 1
	}
	return "1 GiB"
}
