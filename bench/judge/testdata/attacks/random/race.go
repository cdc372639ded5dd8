// Tries: to be right by chance, by which of many goroutines is first.
// Want: wrong_answer
// Varies: the scheduler.

package main

import "strconv"

func Secret(n int) string {
	c := make(chan int, 64)
	for i := range 64 {
		go func() { c <- i }()
	}
	s := ""
	for range 64 {
		s += strconv.Itoa(<-c) + " "
	}
	return s
}
