// Tries: to end the process with status 0 after it has replied to a case.
// Want: runtime_error wrong_answer
// Varies: whether the exit comes before the last reply is a matter of time.

package main

import (
	"os"
	"time"
)

func Secret(n int) string { go func() { time.Sleep(time.Millisecond); os.Exit(0) }(); return "" }
