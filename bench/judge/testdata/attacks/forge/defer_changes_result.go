// Tries: to change its result in deferred calls, after a panic that was recovered.
// Want: wrong_answer
// Says: "second"

package main

func Secret(n int) (s string) {
	defer func() { s = "second" }()
	defer func() { recover(); s = "first" }()
	panic("none")
}
