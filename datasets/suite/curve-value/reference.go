package task

import (
	"cmp"
	"slices"
)

func CurveValue(points []Point, x float64) (float64, error) {
	if len(points) == 0 {
		return 0, ErrEmpty
	}
	sorted := slices.Clone(points)
	slices.SortFunc(sorted, func(a, b Point) int { return cmp.Compare(a.X, b.X) })
	for i := 1; i < len(sorted); i++ {
		if sorted[i].X == sorted[i-1].X {
			return 0, ErrTwice
		}
	}
	if x <= sorted[0].X {
		return sorted[0].Y, nil
	}
	for i := 1; i < len(sorted); i++ {
		if x <= sorted[i].X {
			a, b := sorted[i-1], sorted[i]
			share := (x - a.X) / (b.X - a.X)
			return a.Y + share*(b.Y-a.Y), nil
		}
	}
	return sorted[len(sorted)-1].Y, nil
}
