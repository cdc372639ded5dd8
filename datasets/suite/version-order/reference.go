package task

import (
	"cmp"
	"strings"
)

func CompareVersions(a, b string) (int, error) {
	va, okA := parseVersion(a)
	vb, okB := parseVersion(b)
	if !okA || !okB {
		return 0, ErrVersion
	}
	for i := 0; i < len(va.numbers) || i < len(vb.numbers); i++ {
		x, y := 0, 0
		if i < len(va.numbers) {
			x = va.numbers[i]
		}
		if i < len(vb.numbers) {
			y = vb.numbers[i]
		}
		if x != y {
			return cmp.Compare(x, y), nil
		}
	}
	if (va.label == "") != (vb.label == "") {
		if va.label == "" {
			return 1, nil
		}
		return -1, nil
	}
	if va.label != vb.label {
		return cmp.Compare(va.label, vb.label), nil
	}
	return cmp.Compare(va.build, vb.build), nil
}

// version is a version number that has been read.
type version struct {
	numbers []int
	label   string // its letters; empty is none
	build   int    // the label's number
}

func parseVersion(s string) (v version, ok bool) {
	s, label, labelled := strings.Cut(s, "-")
	for _, part := range strings.Split(s, ".") {
		n, ok := parseNumber(part)
		if !ok {
			return v, false
		}
		v.numbers = append(v.numbers, n)
	}
	if !labelled {
		return v, true
	}
	letters := 0
	for letters < len(label) && label[letters] >= 'a' && label[letters] <= 'z' {
		letters++
	}
	v.label = label[:letters]
	if digits := label[letters:]; digits != "" {
		if v.build, ok = parseNumber(digits); !ok {
			return v, false
		}
	}
	return v, letters > 0
}

// parseNumber reads one to nine digits.
func parseNumber(s string) (n int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return n, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, len(s) >= 1 && len(s) <= 9
}
