// Tries: to run without end in the String method of a panic's value.
// Want: timeout

package main

type s struct{}

func (s) String() string {
	for {
	}
}
func Secret(n int) string { panic(s{}) }
