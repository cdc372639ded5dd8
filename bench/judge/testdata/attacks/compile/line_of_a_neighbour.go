// Tries: to put the blame for its errors on the files of its neighbours and of the judge.
// Want: compile_error
// Says: answer.go:9:

package main

//line a0.go:1
//line main.go:1
func Secret(n int) string { return undefinedName }

//line case0:1
