package task

import "math"

func SaturatingSum(xs []int64) int64 {
	sum := int64(0)
	for _, x := range xs {
		switch {
		case x > 0 && sum > math.MaxInt64-x:
			sum = math.MaxInt64
		case x < 0 && sum < math.MinInt64-x:
			sum = math.MinInt64
		default:
			sum += x
		}
	}
	return sum
}
