// Tries: to go on writing to the map it returned, while it is sent.
// Task: value
// Want: wrong_answer runtime_error
// Varies: the runtime may or may not notice the race.

package main

func Value(n int) any {
	m := map[int]int{1: 1}
	go func() {
		for i := 0; ; i++ {
			m[i%1000] = i
		}
	}()
	return m
}
