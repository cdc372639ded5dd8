package task

import (
	"cmp"
	"slices"
)

func FreeSlots(open, shut int, booked []Span, length int) []Span {
	length = max(length, 1)
	sorted := slices.Clone(booked)
	slices.SortFunc(sorted, func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	var free []Span
	next := open // the first minute that may still be free
	for _, b := range sorted {
		if b.To <= b.From {
			continue
		}
		until := min(b.From, shut)
		if until-next >= length {
			free = append(free, Span{next, until})
		}
		next = max(next, b.To)
	}
	if shut-next >= length {
		free = append(free, Span{next, shut})
	}
	return free
}
