// Tries: to depend on how often it was called, and so on which cases run in one process.
// Want: wrong_answer

package main

import "strconv"

var calls int

func Secret(n int) string { calls++; return strconv.Itoa(calls) }
