package task

import "container/heap"

func SpacedPlaylist(artists []string, gap int) ([]string, error) {
	counts := make(map[string]int)
	for _, a := range artists {
		counts[a]++
	}
	var ready songHeap
	for _, a := range artists {
		if counts[a] > 0 {
			heap.Push(&ready, songs{a, counts[a]})
			counts[a] = 0
		}
	}
	var order []string
	var played []songs // what was played at each place, and what is left of it
	for i := range artists {
		if back := i - max(gap, 1); back >= 0 && played[back].left > 0 {
			heap.Push(&ready, played[back])
		}
		if len(ready) == 0 {
			return nil, ErrGap
		}
		s := heap.Pop(&ready).(songs)
		s.left--
		order = append(order, s.artist)
		played = append(played, s)
	}
	return order, nil
}

// songs are the songs of an artist that have not been played.
type songs struct {
	artist string
	left   int
}

// songHeap has the artist with the most songs left on top.
type songHeap []songs

func (h songHeap) Len() int           { return len(h) }
func (h songHeap) Less(i, j int) bool { return h[i].left > h[j].left }
func (h songHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *songHeap) Push(x any)        { *h = append(*h, x.(songs)) }
func (h *songHeap) Pop() any {
	last := len(*h) - 1
	s := (*h)[last]
	*h = (*h)[:last]
	return s
}
