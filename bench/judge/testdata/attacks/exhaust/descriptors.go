// Tries: to use up the descriptors.
// Want: wrong_answer
// Says: "held"

package main

import "syscall"

func Secret(n int) string {
	for range 1 << 20 {
		var p [2]int
		if syscall.Pipe(p[:]) != nil {
			return "held"
		}
	}
	return "a million pipes"
}
