// Tries: to comment out what follows it when it is compiled in one package with others.
// Want: wrong_answer

package main

func Secret(n int) string { return "" }

// */ func Right(n int) int { return 0 }
//
//line a0.go:1
func Other(n int) string { return "" }
