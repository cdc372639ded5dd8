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
		more, err := pageItem(strings.Trim(item, " "), last)
		if err != nil {
			return nil, err
		}
		pages = append(pages, more...)
	}
	slices.Sort(pages)
	return slices.Compact(pages), nil
}

// pageItem lists the pages of one item.
func pageItem(item string, last int) (pages []int, err error) {
	left, right, isRange := strings.Cut(item, "-")
	if !isRange {
		right = left
	}
	if left == "" && right == "" {
		return nil, ErrSyntax
	}
	for _, c := range left + right {
		if c < '0' || c > '9' {
			return nil, ErrSyntax
		}
	}
	from, to := 1, last
	if left != "" {
		if from, err = strconv.Atoi(left); err != nil {
			return nil, ErrPage // too large for an int
		}
	}
	if right != "" {
		if to, err = strconv.Atoi(right); err != nil {
			return nil, ErrPage
		}
	}
	if from < 1 || to > last || from > to {
		return nil, ErrPage
	}
	for p := from; p <= to; p++ {
		pages = append(pages, p)
	}
	return pages, nil
}
