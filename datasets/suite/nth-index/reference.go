package task

func NthIndex(s, sub string, n int) int {
	if sub == "" {
		return -1
	}
	var found []int
	for i := 0; i+len(sub) <= len(s); i++ {
		if s[i:i+len(sub)] == sub {
			found = append(found, i)
		}
	}
	if n < 0 {
		n += len(found) + 1
	}
	if n < 1 || n > len(found) {
		return -1
	}
	return found[n-1]
}
