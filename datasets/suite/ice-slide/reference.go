package task

func IceSlide(grid []string) (string, error) {
	type cell struct{ r, c int }
	var start cell
	for r := range grid {
		for c := range grid[r] {
			if grid[r][c] == 'S' {
				start = cell{r, c}
			}
		}
	}
	free := func(r, c int) bool {
		return r >= 0 && r < len(grid) && c >= 0 && c < len(grid[r]) && grid[r][c] != '#'
	}
	pushes := map[byte]cell{'U': {-1, 0}, 'D': {1, 0}, 'L': {0, -1}, 'R': {0, 1}}
	ways := map[cell]string{start: ""}
	queue := []cell{start}
	for len(queue) > 0 {
		from := queue[0]
		queue = queue[1:]
		if grid[from.r][from.c] == 'G' {
			return ways[from], nil
		}
		for _, name := range []byte("UDLR") {
			step, to := pushes[name], from
			for free(to.r+step.r, to.c+step.c) {
				to.r += step.r
				to.c += step.c
			}
			if _, seen := ways[to]; !seen {
				ways[to] = ways[from] + string(name)
				queue = append(queue, to)
			}
		}
	}
	return "", ErrNoWay
}
