// Tries: to make the compiler build a local literal of a hundred million values.
// Want: compile_error memory runtime_error timeout wrong_answer
// Varies: the compiler's time and memory run out at about the same moment.

package main

func Secret(n int) string { a := [100000000]int{99999999: n, 5: n}; return string(rune(a[n])) }
