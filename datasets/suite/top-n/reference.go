package task

func TopN[T any](xs []T, n int, less func(a, b T) bool) []T {
	n = max(n, 0)
	var top []T
	for _, x := range xs {
		at := len(top)
		for at > 0 && less(top[at-1], x) {
			at--
		}
		top = append(top, x)
		copy(top[at+1:], top[at:])
		top[at] = x
		top = top[:min(n, len(top))]
	}
	return top
}
