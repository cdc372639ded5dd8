// Tries: to swallow every panic and return nothing.
// Want: wrong_answer

package main

func Secret(n int) (s string) {
	defer func() { recover() }()
	var p *string
	return *p
}
