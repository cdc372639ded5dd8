// Tries: to take all memory by goroutines that wait.
// Want: memory timeout
// Varies: time and memory run out at about the same moment.

package main

func Secret(n int) string {
	for {
		go func() { var b [4096]byte; <-make(chan int); _ = b }()
	}
}
