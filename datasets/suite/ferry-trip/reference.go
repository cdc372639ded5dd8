package task

import "container/heap"

func FerryTrip(lines []Line, from, to, start int) int {
	leaving := make(map[int][]Line)
	for _, l := range lines {
		leaving[l.From] = append(leaving[l.From], l)
	}
	settled := make(map[int]bool)
	queue := arrivals{{from, start}}
	for len(queue) > 0 {
		a := heap.Pop(&queue).(arrival)
		if a.island == to {
			return a.minute
		}
		if settled[a.island] {
			continue
		}
		settled[a.island] = true
		for _, l := range leaving[a.island] {
			if leave := nextBoat(l, a.minute); leave >= 0 {
				heap.Push(&queue, arrival{l.To, leave + l.Takes})
			}
		}
	}
	return -1
}

// nextBoat is when the first boat leaves at or after a minute, -1 if there is none.
func nextBoat(l Line, minute int) int {
	if minute <= l.First {
		return l.First
	}
	if l.Every <= 0 {
		return -1
	}
	boats := (minute - l.First + l.Every - 1) / l.Every
	return l.First + boats*l.Every
}

// arrival is being on an island from a minute on.
type arrival struct{ island, minute int }

// arrivals is a heap with the earliest on top.
type arrivals []arrival

func (h arrivals) Len() int           { return len(h) }
func (h arrivals) Less(i, j int) bool { return h[i].minute < h[j].minute }
func (h arrivals) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *arrivals) Push(x any)        { *h = append(*h, x.(arrival)) }
func (h *arrivals) Pop() any {
	last := len(*h) - 1
	a := (*h)[last]
	*h = (*h)[:last]
	return a
}
