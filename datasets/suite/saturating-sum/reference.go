package task

import "math"

func SaturatingSum(xs []int64) int64 {
	sum := int64(0)
	for _, x := range xs {
		total := sum + x // wraps around if it does not fit
		switch {
		case (total > sum) == (x > 0):
			sum = total
		case x > 0:
			sum = math.MaxInt64
		default:
			sum = math.MinInt64
		}
	}
	return sum
}
