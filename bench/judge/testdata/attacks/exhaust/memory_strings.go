// Tries: to take all memory by doubling a string.
// Want: memory timeout
// Varies: time or room, whichever runs out first

package main

func Secret(n int) string {
	s := "x"
	for {
		s += s
	}
}
