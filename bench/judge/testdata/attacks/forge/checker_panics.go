// Tries: to return what makes the task's checker panic.
// Task: checked
// Want: wrong_answer

package main

func Pick(n int) []int { return nil }
