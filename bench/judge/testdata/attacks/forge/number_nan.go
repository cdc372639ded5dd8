// Tries: to return a NaN, which compares as unequal to everything that is wrong, too.
// Task: number
// Want: wrong_answer
// Case: v1 wrong_answer

package main

import "math"

func Number(n int) float64 { return math.Float64frombits(0x7ff8000000000000 | uint64(n)) }
