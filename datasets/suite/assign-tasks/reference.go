package task

import (
	"math"
	"math/bits"
)

func AssignTasks(cost [][]int) (int, error) {
	if len(cost) == 0 {
		return 0, nil
	}
	const impossible = math.MaxInt / 2
	tasks := len(cost[0])
	// best[taken] is the smallest cost at which the first workers, one for each
	// bit of taken, do just these tasks.
	best := make([]int, 1<<tasks)
	least := impossible
	for taken := 1; taken < len(best); taken++ {
		best[taken] = impossible
		workers := bits.OnesCount(uint(taken))
		if workers > len(cost) {
			continue
		}
		for t, c := range cost[workers-1] {
			if taken>>t&1 == 1 && c >= 0 {
				best[taken] = min(best[taken], best[taken-1<<t]+c)
			}
		}
		if workers == len(cost) {
			least = min(least, best[taken])
		}
	}
	if least == impossible {
		return 0, ErrNobody
	}
	return least, nil
}
