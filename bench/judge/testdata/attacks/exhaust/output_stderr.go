// Tries: to print without end on standard error, by println.
// Want: timeout

package main

func Secret(n int) string {
	for {
		println("more and more")
	}
}
