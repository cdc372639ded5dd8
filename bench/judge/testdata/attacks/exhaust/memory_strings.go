// Tries: to take all memory by doubling a string.
// Want: memory

package main

func Secret(n int) string {
	s := "x"
	for {
		s += s
	}
}
