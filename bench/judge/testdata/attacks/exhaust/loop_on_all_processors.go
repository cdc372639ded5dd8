// Tries: to keep all processors busy from goroutines that nobody waits for, and to return at once.
// Want: wrong_answer timeout
// Varies: what it left running takes its time in later cases.

package main

func Secret(n int) string {
	for range 64 {
		go func() {
			for {
			}
		}()
	}
	return ""
}
