// Tries: to run without end in a loop that calls, allocates and yields.
// Want: timeout

package main

import (
	"runtime"
	"strconv"
)

func Secret(n int) string {
	for i := 0; ; i++ {
		_ = strconv.Itoa(i)
		runtime.Gosched()
	}
}
