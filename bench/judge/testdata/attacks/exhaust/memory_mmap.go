// Tries: to take all memory past the runtime, by private mappings.
// Want: wrong_answer
// Says: "held"

package main

import "syscall"

func Secret(n int) string {
	for range 64 {
		b, err := syscall.Mmap(-1, 0, 16<<20, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		if err != nil {
			return "held"
		}
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
	}
	return "1 GiB"
}
