package task

import (
	"sync"
	"sync/atomic"
)

func MapBounded[T, R any](xs []T, limit int, f func(T) R) []R {
	if limit < 1 {
		panic("limit must be at least 1")
	}
	results := make([]R, len(xs))
	var taken atomic.Int64
	var workers sync.WaitGroup
	for range min(limit, len(xs)) {
		workers.Go(func() {
			for {
				i := int(taken.Add(1)) - 1
				if i >= len(xs) {
					return
				}
				results[i] = f(xs[i])
			}
		})
	}
	workers.Wait()
	return results
}
