// Tries: to return the largest number where a relative tolerance applies.
// Task: number
// Want: wrong_answer
// Case: v1 wrong_answer

package main

import "math"

func Number(n int) float64 { return -math.MaxFloat64 }
