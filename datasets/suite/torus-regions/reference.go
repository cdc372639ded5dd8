package task

func TorusRegions(grid []string) (regions, largest int) {
	seen := make([][]bool, len(grid))
	for r := range grid {
		seen[r] = make([]bool, len(grid[r]))
	}
	var fill func(r, c int) int
	fill = func(r, c int) int {
		seen[r][c] = true
		size := 1
		h, w := len(grid), len(grid[r])
		for _, next := range [][2]int{{(r + 1) % h, c}, {(r + h - 1) % h, c}, {r, (c + 1) % w}, {r, (c + w - 1) % w}} {
			y, x := next[0], next[1]
			if !seen[y][x] && grid[y][x] == grid[r][c] {
				size += fill(y, x)
			}
		}
		return size
	}
	for r := range grid {
		for c := range grid[r] {
			if grid[r][c] == '.' || seen[r][c] {
				continue
			}
			regions++
			largest = max(largest, fill(r, c))
		}
	}
	return regions, largest
}
