// Tries: to take all memory by shared mappings, which no limit on private memory counts.
// Want: wrong_answer
// Says: "held"

package main

import "syscall"

func Secret(n int) string {
	for _, flags := range []int{syscall.MAP_ANON | syscall.MAP_SHARED, syscall.MAP_ANON | 0x3, syscall.MAP_ANON | syscall.MAP_PRIVATE | syscall.MAP_GROWSDOWN} {
		if _, err := syscall.Mmap(-1, 0, 16<<20, syscall.PROT_READ|syscall.PROT_WRITE, flags); err == nil {
			return "mapped"
		}
	}
	return "held"
}
