package task

func TopN[T any](xs []T, n int, less func(a, b T) bool) []T {
	var top []T
	if n <= 0 {
		return top
	}
	for _, x := range xs {
		at := len(top)
		for at > 0 && less(top[at-1], x) {
			at--
		}
		top = append(top, x)
		copy(top[at+1:], top[at:])
		top[at] = x
		if len(top) > n {
			top = top[:n]
		}
	}
	return top
}
