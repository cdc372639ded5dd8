// Tries: to declare given functions anew, so that the cases call its own.
// Task: find
// Want: wrong_answer

package main

func Base(n int) Point          { return Point{} }
func Find(n int) (Point, error) { return Base(n), nil }
