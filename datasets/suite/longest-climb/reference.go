package task

func LongestClimb(heights []int) (start, length int) {
	if len(heights) == 0 {
		return -1, 0
	}
	start, length = 0, 1
	first := 0 // where the current climb begins
	rest := 0  // the post after its level step; 0 is none
	for i := 1; i < len(heights); i++ {
		switch {
		case heights[i] < heights[i-1]:
			first, rest = i, 0
		case heights[i] == heights[i-1]:
			if rest > 0 {
				first = rest
			}
			rest = i
		}
		if i-first+1 > length {
			start, length = first, i-first+1
		}
	}
	return start, length
}
