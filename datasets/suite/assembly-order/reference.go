package task

func AssemblyOrder(n int, needs [][2]int) ([]int, error) {
	n = max(n, 0)
	missing := make([]int, n)   // how many pairs still hold the part back
	unlocks := make([][]int, n) // the parts that wait for this one
	for _, p := range needs {
		for _, part := range p {
			if part < 0 || part >= n {
				return nil, ErrPart
			}
		}
		missing[p[0]]++
		unlocks[p[1]] = append(unlocks[p[1]], p[0])
	}
	var order []int
	for part, m := range missing {
		if m == 0 {
			order = append(order, part)
		}
	}
	for i := 0; i < len(order); i++ {
		for _, part := range unlocks[order[i]] {
			missing[part]--
			if missing[part] == 0 {
				order = append(order, part)
			}
		}
	}
	if len(order) < n {
		return nil, ErrCircle
	}
	return order, nil
}
