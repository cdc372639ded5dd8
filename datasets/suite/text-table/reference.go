package task

import (
	"strings"
	"unicode/utf8"
)

func TextTable(rows [][]string) string {
	var widths []int
	var numeric []bool
	for _, row := range rows {
		for c, cell := range row {
			if c == len(widths) {
				widths = append(widths, 0)
				numeric = append(numeric, true)
			}
			widths[c] = max(widths[c], utf8.RuneCountInString(cell))
			if cell != "" && !wholeNumber(cell) {
				numeric[c] = false
			}
		}
	}
	var lines []string
	for _, row := range rows {
		var line strings.Builder
		for c, cell := range row {
			if c > 0 {
				line.WriteString("  ")
			}
			pad := strings.Repeat(" ", widths[c]-utf8.RuneCountInString(cell))
			if numeric[c] {
				line.WriteString(pad + cell)
			} else {
				line.WriteString(cell + pad)
			}
		}
		lines = append(lines, strings.TrimRight(line.String(), " "))
	}
	return strings.Join(lines, "\n")
}

func wholeNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) > 0
}
