// Tries: to be right by chance, by the choice of a select.
// Want: wrong_answer
// Varies: the choice of a select is random.

package main

func Secret(n int) string {
	a, b := make(chan string, 9), make(chan string, 9)
	for range 9 {
		a <- "a"
		b <- "b"
	}
	s := ""
	for range 9 {
		select {
		case x := <-a:
			s += x
		case x := <-b:
			s += x
		}
	}
	return s
}
