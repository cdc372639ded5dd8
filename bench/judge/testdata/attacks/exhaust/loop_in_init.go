// Tries: to run without end before the first case.
// Want: timeout

package main

func init() {
	for i := 0; ; i++ {
		_ = i
	}
}
func Secret(n int) string { return "" }
