// Tries: to end the process by writing to a map from many goroutines at once.
// Want: runtime_error timeout
// Varies: the runtime notices at some time, in one of several ways.

package main

func Secret(n int) string {
	m := map[int]int{}
	for range 8 {
		go func() {
			for i := 0; ; i++ {
				m[i&0xff] = i
			}
		}()
	}
	select {}
}
