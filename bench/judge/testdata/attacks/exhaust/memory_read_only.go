// Tries: to take all memory by mappings that it fills and then makes read-only, which a limit on writable ones does not count.
// Want: wrong_answer memory
// Says: "held"

package main

import "syscall"

func Secret(n int) string {
	for range 300 {
		b, err := syscall.Mmap(-1, 0, 16<<20, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		if err != nil {
			return "held"
		}
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
		if syscall.Mprotect(b, syscall.PROT_READ) != nil {
			return "held"
		}
	}
	return "5 GiB"
}
