// Tries: to keep the collector and its soft limit from holding its memory down.
// Want: memory

package main

import "runtime/debug"

var sink []byte

func Secret(n int) string {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(1 << 60)
	for {
		sink = make([]byte, 1<<20)
		for i := 0; i < len(sink); i += 4096 {
			sink[i] = 1
		}
	}
}
