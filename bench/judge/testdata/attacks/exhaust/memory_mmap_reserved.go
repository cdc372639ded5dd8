// Tries: to take all memory by mappings it makes writable only later, which a limit on writable ones may not see.
// Want: wrong_answer
// Says: "held"

package main

import "syscall"

func Secret(n int) string {
	for range 64 {
		b, err := syscall.Mmap(-1, 0, 16<<20, syscall.PROT_NONE, syscall.MAP_ANON|syscall.MAP_PRIVATE|syscall.MAP_NORESERVE)
		if err != nil {
			return "held"
		}
		if syscall.Mprotect(b, syscall.PROT_READ|syscall.PROT_WRITE) != nil {
			return "held"
		}
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
	}
	return "1 GiB"
}
