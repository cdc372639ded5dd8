package task

import (
	"fmt"
	"slices"
)

// Check accepts any even element.
func Check(xs []int, got int) error {
	if got%2 != 0 || !slices.Contains(xs, got) {
		return fmt.Errorf("%d is no even element", got)
	}
	return nil
}
