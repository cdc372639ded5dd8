package task

import (
	"slices"
	"strconv"
	"strings"
)

func PageRanges(spec string, last int) ([]int, error) {
	if strings.Trim(spec, " ") == "" {
		return nil, nil
	}
	var pages []int
	for _, item := range strings.Split(spec, ",") {
		from, to, err := pageItem(strings.Trim(item, " "), last)
		if err != nil {
			return nil, err
		}
		for p := from; p <= to; p++ {
			pages = append(pages, p)
		}
	}
	slices.Sort(pages)
	return slices.Compact(pages), nil
}

// pageItem reads one item of a page list.
func pageItem(item string, last int) (from, to int, err error) {
	left, right, isRange := strings.Cut(item, "-")
	if !isRange {
		right = left
	}
	if left == "" && right == "" {
		return 0, 0, ErrSyntax
	}
	for _, c := range left + right {
		if c < '0' || c > '9' {
			return 0, 0, ErrSyntax
		}
	}
	from, to = 1, last
	if left != "" {
		if from, err = strconv.Atoi(left); err != nil {
			return 0, 0, ErrPage // too large for an int
		}
	}
	if right != "" {
		if to, err = strconv.Atoi(right); err != nil {
			return 0, 0, ErrPage
		}
	}
	if from < 1 || to > last || from > to {
		return 0, 0, ErrPage
	}
	return from, to, nil
}
