// Tries: to return a negative zero and numbers too small to be told from it.
// Task: number
// Want: wrong_answer

package main

import "math"

func Number(n int) float64 {
	if n == 1 {
		return math.Copysign(0, -1)
	}
	return math.SmallestNonzeroFloat64
}
