// Tries: to return what makes the task's checker run without end.
// Task: checked
// Once: the checker has ten seconds.
// Want: wrong_answer

package main

func Pick(n int) []int { return []int{-1} }
