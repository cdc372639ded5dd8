// Tries: to have the state of the heap show in a result.
// Want: wrong_answer
// Varies: the heap.

package main

import (
	"fmt"
	"runtime"
)

func Secret(n int) string {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return fmt.Sprint(m.HeapAlloc, m.Mallocs, runtime.NumGoroutine())
}
