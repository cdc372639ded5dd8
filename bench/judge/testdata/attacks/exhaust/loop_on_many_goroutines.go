// Tries: to keep all processors busy with goroutines it waits for.
// Want: timeout

package main

import "sync"

func Secret(n int) string {
	var wg sync.WaitGroup
	for range 256 {
		wg.Go(func() {
			for {
			}
		})
	}
	wg.Wait()
	return ""
}
