// Tries: to go on writing to the slice it returned, while it is sent.
// Task: list
// Want: wrong_answer runtime_error
// Varies: what is in the slice when it is sent is a matter of time.

package main

func List(n int) []int {
	s := make([]int, 1000)
	go func() {
		for i := 0; ; i++ {
			s[i%len(s)] = i
		}
	}()
	return s
}
