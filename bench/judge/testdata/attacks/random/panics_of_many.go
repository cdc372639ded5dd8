// Tries: to make the message depend on which of many goroutines panics first.
// Want: runtime_error
// Varies: the scheduler.

package main

import "strconv"

func Secret(n int) string {
	for i := range 64 {
		go func() { panic(strconv.Itoa(i)) }()
	}
	select {}
}
