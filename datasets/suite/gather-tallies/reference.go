package task

import "sync"

func Gather(sources []Source, combine func(a, b int) int) map[string]Tally {
	tallies := make(map[string]Tally)
	var mu sync.Mutex
	emit := func(name string, n int) {
		mu.Lock()
		defer mu.Unlock()
		t := tallies[name]
		if t.Count == 0 {
			t.Value = n
		} else {
			t.Value = combine(t.Value, n)
		}
		t.Count++
		tallies[name] = t
	}
	var running sync.WaitGroup
	for _, s := range sources {
		if s == nil {
			continue
		}
		running.Go(func() { s(emit) })
	}
	running.Wait()
	return tallies
}
