// Tries: to take all memory by goroutines with deep stacks.
// Want: memory runtime_error timeout
// Varies: which limit comes first depends on how far the stacks got.

package main

func deep(n int) int {
	var b [1024]byte
	if n == 0 {
		select {}
	}
	return deep(n-1) + int(b[n%1024])
}
func Secret(n int) string {
	for {
		go deep(5000)
	}
}
