package task

import (
	"errors"
	"fmt"
	"strings"
)

// Check accepts every shortest way to the goal.
func Check(grid []string, way string, err error) error {
	shortest := fewestPushes(grid)
	if shortest < 0 {
		if !errors.Is(err, ErrNoWay) || way != "" {
			return fmt.Errorf("there is no way, but the result is %q with error %v", way, err)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("there is a way, but the error is %q", err)
	}
	at := findCell(grid, 'S')
	for i := range len(way) {
		if !strings.Contains("UDLR", way[i:i+1]) {
			return fmt.Errorf("the way holds %q", way[i:i+1])
		}
		at = slideFrom(grid, at, way[i])
	}
	if at != findCell(grid, 'G') {
		return fmt.Errorf("%q stops in row %d, column %d, not on the goal", way, at[0], at[1])
	}
	if len(way) != shortest {
		return fmt.Errorf("%q has %d pushes; %d are enough", way, len(way), shortest)
	}
	return nil
}

// fewestPushes is the length of a shortest way, -1 if there is none. It spreads
// from the start, one push a round.
func fewestPushes(grid []string) int {
	goal := findCell(grid, 'G')
	reached := map[[2]int]bool{findCell(grid, 'S'): true}
	for n := 0; ; n++ {
		if reached[goal] {
			return n
		}
		more := make(map[[2]int]bool)
		for at := range reached {
			more[at] = true
			for _, push := range []byte("UDLR") {
				more[slideFrom(grid, at, push)] = true
			}
		}
		if len(more) == len(reached) {
			return -1
		}
		reached = more
	}
}

func slideFrom(grid []string, at [2]int, push byte) [2]int {
	for {
		next := at
		switch push {
		case 'U':
			next[0]--
		case 'D':
			next[0]++
		case 'L':
			next[1]--
		case 'R':
			next[1]++
		}
		if next[0] < 0 || next[0] == len(grid) || next[1] < 0 || next[1] == len(grid[0]) || grid[next[0]][next[1]] == '#' {
			return at
		}
		at = next
	}
}

func findCell(grid []string, kind byte) [2]int {
	for r, row := range grid {
		if c := strings.IndexByte(row, kind); c >= 0 {
			return [2]int{r, c}
		}
	}
	return [2]int{-1, -1}
}
