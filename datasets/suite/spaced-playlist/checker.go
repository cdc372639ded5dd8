package task

import (
	"errors"
	"fmt"
)

// Check accepts every order that keeps the gap. One exists exactly if the artists
// with the most songs fit: each but the last of their songs begins a stretch of gap
// places, and the last stretch needs one place for each such artist.
func Check(artists []string, gap int, order []string, err error) error {
	counts := make(map[string]int)
	most, artistsWithMost := 0, 0
	for _, a := range artists {
		counts[a]++
		most = max(most, counts[a])
	}
	for _, n := range counts {
		if n == most {
			artistsWithMost++
		}
	}
	possible := gap <= 1 || most <= 1 || (len(artists)-artistsWithMost)/(most-1) >= gap
	if !possible {
		if !errors.Is(err, ErrGap) || len(order) > 0 {
			return fmt.Errorf("no order keeps the gap, but the result is %q with error %v", order, err)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("there is an order, but the error is %q", err)
	}
	if len(order) != len(artists) {
		return fmt.Errorf("the list has %d songs, not %d", len(order), len(artists))
	}
	last := make(map[string]int)
	for i, a := range order {
		if counts[a]--; counts[a] < 0 {
			return fmt.Errorf("%q occurs too often", a)
		}
		if before, ok := last[a]; ok && i-before < gap {
			return fmt.Errorf("%q is at places %d and %d, less than %d apart", a, before, i, gap)
		}
		last[a] = i
	}
	return nil
}
