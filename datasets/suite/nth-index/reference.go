package task

func NthIndex(s, sub string, n int) int {
	if n == 0 || sub == "" {
		return -1
	}
	i, step := 0, 1
	if n < 0 {
		i, step = len(s)-len(sub), -1
		n = -n
	}
	for i >= 0 && i+len(sub) <= len(s) {
		if s[i:i+len(sub)] == sub {
			n--
			if n == 0 {
				return i
			}
		}
		i += step
	}
	return -1
}
