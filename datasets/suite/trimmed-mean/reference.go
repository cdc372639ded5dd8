package task

import "slices"

func TrimmedMean(xs []float64, cut int) (float64, error) {
	if cut < 0 {
		return 0, ErrCut
	}
	left := len(xs) - 2*cut
	if left < 1 {
		return 0, ErrTooFew
	}
	sorted := slices.Sorted(slices.Values(xs))
	sum := 0.0
	for i := cut; i < len(sorted)-cut; i++ {
		sum += sorted[i]
	}
	return sum / float64(left), nil
}
