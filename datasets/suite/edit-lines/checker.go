package task

import (
	"fmt"
	"slices"
)

// Check accepts every description with the fewest edits.
func Check(old, new []string, script []string) error {
	var before, after []string
	edits := 0
	for _, line := range script {
		mark, text := "", ""
		if line != "" {
			mark, text = line[:1], line[1:]
		}
		switch mark {
		case "=":
			before, after = append(before, text), append(after, text)
		case "-":
			before = append(before, text)
			edits++
		case "+":
			after = append(after, text)
			edits++
		default:
			return fmt.Errorf("%q has no mark", line)
		}
	}
	if !slices.Equal(before, old) {
		return fmt.Errorf("the lines marked = and - are %q, not the old ones", before)
	}
	if !slices.Equal(after, new) {
		return fmt.Errorf("the lines marked = and + are %q, not the new ones", after)
	}
	if fewest := len(old) + len(new) - 2*commonLines(old, new); edits != fewest {
		return fmt.Errorf("%d edits; %d are enough", edits, fewest)
	}
	return nil
}

// commonLines is the length of a longest common subsequence.
func commonLines(a, b []string) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			above := row[j+1]
			row[j+1] = max(above, row[j])
			if x == y {
				row[j+1] = diagonal + 1
			}
			diagonal = above
		}
	}
	return row[len(b)]
}
