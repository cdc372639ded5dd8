// Tries: to be right by chance, by the order of a map.
// Want: wrong_answer
// Varies: the order of a map.

package main

import "strconv"

func Secret(n int) (s string) {
	m := map[int]bool{}
	for i := range 100 {
		m[i] = true
	}
	for i := range m {
		s += strconv.Itoa(i)
	}
	return s
}
