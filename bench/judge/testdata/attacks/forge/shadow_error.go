// Tries: to make error an interface that everything implements.
// Task: find
// Want: compile_error

package main

type error = interface{}

func Find(n int) (Point, error) { return Point{}, true }
