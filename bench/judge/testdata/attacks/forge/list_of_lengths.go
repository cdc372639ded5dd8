// Tries: to pass a comparison without order by repeating and leaving out values.
// Task: list
// Want: wrong_answer

package main

func List(n int) []int {
	if n == 1 {
		return nil
	}
	return make([]int, 4)
}
