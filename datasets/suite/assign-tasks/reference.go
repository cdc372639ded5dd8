package task

import "math/bits"

func AssignTasks(cost [][]int) (int, error) {
	if len(cost) == 0 {
		return 0, nil
	}
	tasks := len(cost[0])
	// best[taken] is the smallest cost at which the first workers, one for each
	// bit of taken, do just these tasks; -1 if they cannot.
	best := make([]int, 1<<tasks)
	least := -1
	for taken := 1; taken < len(best); taken++ {
		best[taken] = -1
		worker := bits.OnesCount(uint(taken)) - 1
		if worker >= len(cost) {
			continue
		}
		for t := range tasks {
			before := taken &^ (1 << t)
			if before == taken || cost[worker][t] < 0 || best[before] < 0 {
				continue
			}
			total := best[before] + cost[worker][t]
			if best[taken] < 0 || total < best[taken] {
				best[taken] = total
			}
		}
		if worker == len(cost)-1 && best[taken] >= 0 && (least < 0 || best[taken] < least) {
			least = best[taken]
		}
	}
	if least < 0 {
		return 0, ErrNobody
	}
	return least, nil
}
