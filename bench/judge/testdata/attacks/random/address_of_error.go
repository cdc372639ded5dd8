// Tries: to have pointers, functions and channels show in a result.
// Task: value
// Want: wrong_answer

package main

func Value(n int) any { x := n; return []any{&x, func() {}, make(chan int), struct{ p *int }{&x}} }
