// Tries: to take all memory by a map, with keys that can never be found again.
// Want: memory

package main

import "math"

func Secret(n int) string {
	m := map[float64][64]int{}
	for {
		m[math.NaN()] = [64]int{}
	}
}
