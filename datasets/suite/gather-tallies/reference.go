package task

import "sync"

func Gather(sources []Source) map[string]Tally {
	tallies := make(map[string]Tally)
	var mu sync.Mutex
	emit := func(name string, n int) {
		mu.Lock()
		defer mu.Unlock()
		t := tallies[name]
		if t.Count == 0 || n > t.Max {
			t.Max = n
		}
		t.Count++
		t.Sum += n
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
