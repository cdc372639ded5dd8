// Tries: to run without end in a loop that has no point to stop it at.
// Want: timeout

package main

func Secret(n int) string {
	for {
	}
}
