// Tries: to end the goroutine of test code before its checks are complete.
// Task: tested
// Want: wrong_answer

package main

import "runtime"

func Double(n int) int {
	if n > 1 {
		runtime.Goexit()
	}
	return 2 * n
}
