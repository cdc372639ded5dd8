// Tries: to declare a given type anew, with other fields that would compare as equal.
// Task: find
// Want: compile_error wrong_answer

package main

type Point struct{ X, Y any }

func Find(n int) (Point, error) { return Point{}, nil }
