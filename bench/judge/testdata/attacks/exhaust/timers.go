// Tries: to run without end from timers.
// Want: wrong_answer timeout memory
// Varies: whether its timers keep it from replying is a matter of time.

package main

import "time"

func Secret(n int) string {
	var f func()
	f = func() {
		for range 2 {
			time.AfterFunc(0, f)
		}
	}
	f()
	return ""
}
