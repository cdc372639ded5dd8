package task

import (
	"errors"
	"fmt"
)

// Check accepts every order in which each part comes after those it needs.
func Check(n int, needs [][2]int, order []int, err error) error {
	if want := wantedError(max(n, 0), needs); want != nil {
		if !errors.Is(err, want) {
			return fmt.Errorf("want an error that matches %q, got %v", want, err)
		}
		if len(order) > 0 {
			return errors.New("an order was returned together with an error")
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("there is an order, but the error is %q", err)
	}
	if len(order) != max(n, 0) {
		return fmt.Errorf("the order has %d parts, not %d", len(order), max(n, 0))
	}
	place := make(map[int]int)
	for i, part := range order {
		if part < 0 || part >= n {
			return fmt.Errorf("there is no part %d", part)
		}
		if _, twice := place[part]; twice {
			return fmt.Errorf("part %d occurs twice", part)
		}
		place[part] = i
	}
	for _, p := range needs {
		if place[p[0]] < place[p[1]] {
			return fmt.Errorf("part %d comes before part %d, which it needs", p[0], p[1])
		}
	}
	return nil
}

// wantedError is the error the task asks for, nil if there is an order: it takes
// away parts that need nothing until none is left or none can be taken.
func wantedError(n int, needs [][2]int) error {
	for _, p := range needs {
		if min(p[0], p[1]) < 0 || max(p[0], p[1]) >= n {
			return ErrPart
		}
	}
	placed := make([]bool, n)
	for left := n; left > 0; left-- {
		part := freePart(placed, needs)
		if part < 0 {
			return ErrCircle
		}
		placed[part] = true
	}
	return nil
}

// freePart is a part not yet placed all of whose needs are, or -1.
func freePart(placed []bool, needs [][2]int) int {
	for part := range placed {
		free := !placed[part]
		for _, p := range needs {
			free = free && (p[0] != part || placed[p[1]])
		}
		if free {
			return part
		}
	}
	return -1
}
