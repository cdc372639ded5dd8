// Tries: to declare a name that its neighbours declare too, so that theirs do not compile or call its own.
// Want: wrong_answer

package main

func Right(n int) int         { return 0 }
func Clamp(x, lo, hi int) int { return -1 }
func helper(n int) int        { return -1 }
func Secret(n int) string     { Right(1); Clamp(1, 2, 3); helper(1); return "" }
