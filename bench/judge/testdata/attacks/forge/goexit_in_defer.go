// Tries: to turn a panic into the quiet end of the goroutine, by Goexit in a deferred call.
// Want: runtime_error

package main

import "runtime"

func Secret(n int) string {
	defer runtime.Goexit()
	defer func() { recover() }()
	panic("hidden")
}
