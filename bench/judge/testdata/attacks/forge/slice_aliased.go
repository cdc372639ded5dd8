// Tries: to return slices that share their memory with the arguments and with earlier results.
// Task: list
// Want: wrong_answer

package main

var all = make([]int, 8)

func List(n int) []int { all[n%8]++; return all[:4:8] }
