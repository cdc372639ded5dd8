package task

import (
	"math"
	"slices"
)

func SolveLinear(a [][]float64, b []float64) ([]float64, error) {
	n := len(b)
	if len(a) != n {
		return nil, ErrShape
	}
	var rows [][]float64 // each equation with its right side at the end
	for i, row := range a {
		if len(row) != n {
			return nil, ErrShape
		}
		rows = append(rows, append(slices.Clone(row), b[i]))
	}
	for c := range n {
		pivot := c
		for r := c + 1; r < n; r++ {
			if math.Abs(rows[r][c]) > math.Abs(rows[pivot][c]) {
				pivot = r
			}
		}
		if math.Abs(rows[pivot][c]) <= 1e-9 {
			return nil, ErrSingular
		}
		rows[c], rows[pivot] = rows[pivot], rows[c]
		for r := c + 1; r < n; r++ {
			factor := rows[r][c] / rows[c][c]
			for j := c; j <= n; j++ {
				rows[r][j] -= factor * rows[c][j]
			}
		}
	}
	x := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		sum := rows[i][n]
		for j := i + 1; j < n; j++ {
			sum -= rows[i][j] * x[j]
		}
		x[i] = sum / rows[i][i]
	}
	return x, nil
}
