// Tries: to stop test code by a panic.
// Task: tested
// Want: runtime_error

package main

func Double(n int) int {
	if n > 1 {
		panic("PASS")
	}
	return 2 * n
}
