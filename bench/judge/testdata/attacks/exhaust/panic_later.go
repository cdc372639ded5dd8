// Tries: to panic in a goroutine during a later case.
// Want: runtime_error wrong_answer
// Varies: whether it is in time is a matter of time.

package main

import "time"

func Secret(n int) string {
	go func() { time.Sleep(2 * time.Millisecond); panic("later") }()
	return ""
}
