// Tries: to be a variable that becomes another function between the cases.
// Want: wrong_answer

package main

var Secret func(n int) string

func init()               { Secret = first }
func first(n int) string  { Secret = second; return "first" }
func second(n int) string { return "second" }
