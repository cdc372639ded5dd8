// Tries: to turn true into false, and nil and iota into something else, for code compiled with it.
// Want: wrong_answer

package main

var true, false = 1 != 1, 1 == 1

const iota = 7

var nil = []int{1}

func Secret(n int) string { return "" }
