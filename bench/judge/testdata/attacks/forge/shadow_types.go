// Tries: to make int, error, any and string mean other types, so that its results compare as equal.
// Want: compile_error

package main

type string struct{}
type error interface{ Error() int }
type any = int

func Secret(n int) string { return string{} }
