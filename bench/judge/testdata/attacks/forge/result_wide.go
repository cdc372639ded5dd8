// Tries: to return a small value that has very many paths through it.
// Task: value
// Want: wrong_answer

package main

type pair struct{ a, b any }

func Value(n int) any {
	var p any = 1
	for range 64 {
		p = &pair{p, p}
	}
	return p
}
