// Tries: to return what makes the task's checker take all memory.
// Task: checked
// Want: wrong_answer

package main

func Pick(n int) []int { return []int{1 << 40} }
