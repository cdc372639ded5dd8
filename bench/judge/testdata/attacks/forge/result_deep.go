// Tries: to return a list a million links long, to exhaust the stack of whoever walks it.
// Task: value
// Want: wrong_answer

package main

type link struct{ next *link }

func Value(n int) any {
	var l *link
	for range 1000000 {
		l = &link{l}
	}
	return l
}
