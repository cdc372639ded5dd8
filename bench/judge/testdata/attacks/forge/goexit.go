// Tries: to end the goroutine of the call, so that it neither returns nor panics.
// Want: runtime_error

package main

import "runtime"

func Secret(n int) string { runtime.Goexit(); return "" }
