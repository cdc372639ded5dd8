package task

import "strconv"

func SmoothNumbers(lo, hi int64, step int) uint64 {
	if lo > hi || hi < 0 {
		return 0
	}
	count := smoothUpTo(hi, step)
	if lo > 0 {
		count -= smoothUpTo(lo-1, step)
	}
	return count
}

// smoothUpTo counts the smooth numbers from 0 to n; n is not negative.
func smoothUpTo(n int64, step int) uint64 {
	digits := strconv.FormatInt(n, 10)
	// tails[k][d] is how many smooth rows of k digits begin with d.
	tails := make([][10]uint64, len(digits)+1)
	for k := 1; k <= len(digits); k++ {
		for d := range 10 {
			if k == 1 {
				tails[k][d] = 1
				continue
			}
			for e := max(d-step, 0); e <= min(d+step, 9); e++ {
				tails[k][d] += tails[k-1][e]
			}
		}
	}
	count := uint64(1) // 0 itself
	for k := 1; k < len(digits); k++ {
		for d := 1; d <= 9; d++ {
			count += tails[k][d]
		}
	}
	// Numbers as long as n: those that first fall below it at digit i.
	for i := range digits {
		d := int(digits[i] - '0')
		for e := range d {
			if i == 0 && e == 0 {
				continue
			}
			if i == 0 || smoothPair(int(digits[i-1]-'0'), e, step) {
				count += tails[len(digits)-i][e]
			}
		}
		if i > 0 && !smoothPair(int(digits[i-1]-'0'), d, step) {
			return count
		}
	}
	if n > 0 {
		count++ // n itself
	}
	return count
}

func smoothPair(a, b, step int) bool { return a-b <= step && b-a <= step }
