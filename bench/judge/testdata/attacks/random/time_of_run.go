// Tries: to panic or return, by the parity of a clock.
// Want: runtime_error wrong_answer
// Varies: the time; the program has no status of its own.

package main

import "time"

func Secret(n int) string {
	if time.Now().UnixNano()/1000%2 == 0 {
		panic("even")
	}
	return ""
}
