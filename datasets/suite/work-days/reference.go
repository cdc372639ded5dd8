package task

func WorkDays(pay []int, run int) (total, days int) {
	// totals[i] and counts[i] belong to the best plan for the first i-1 days
	// that leaves the last of them free. Day len(pay) is a free day at the end.
	totals := make([]int, len(pay)+2)
	counts := make([]int, len(pay)+2)
	for i := 1; i < len(totals); i++ {
		totals[i], counts[i] = totals[i-1], counts[i-1]
		worked := 0
		for n := 1; n <= run && n < i; n++ {
			worked += pay[i-1-n]
			// Of equal totals the earlier found has fewer days.
			if totals[i-1-n]+worked > totals[i] {
				totals[i] = totals[i-1-n] + worked
				counts[i] = counts[i-1-n] + n
			}
		}
	}
	return totals[len(pay)+1], counts[len(pay)+1]
}
