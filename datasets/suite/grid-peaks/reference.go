package task

func GridPeaks(grid [][]int) int {
	steps := [][2]int{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}
	peaks := 0
	for r, row := range grid {
		for c, height := range row {
			peak := true
			for _, s := range steps {
				y, x := r+s[0], c+s[1]
				if y < 0 || y >= len(grid) || x < 0 || x >= len(grid[y]) {
					continue
				}
				if grid[y][x] >= height {
					peak = false
				}
			}
			if peak {
				peaks++
			}
		}
	}
	return peaks
}
