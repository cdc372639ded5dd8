package task

func BitRuns(x uint64, k int) int {
	if k < 1 {
		k = 1
	}
	runs, length := 0, 0
	for i := 0; i < 64; i++ {
		if x>>i&1 == 0 {
			length = 0
			continue
		}
		length++
		if length == k {
			runs++
		}
	}
	return runs
}
