package task

func FirstToLead(votes []string) (winner string, count int) {
	counts := make(map[string]int)
	for _, v := range votes {
		if v == "" {
			continue
		}
		counts[v]++
		if counts[v] > count {
			winner, count = v, counts[v]
		}
	}
	return winner, count
}
