// Tries: to return an error that claims to be every error.
// Task: find
// Want: wrong_answer
// Case: h1 wrong_answer

package main

type every struct{}

func (every) Error() string     { return "secret" }
func (every) Is(error) bool     { return true }
func (every) As(any) bool       { return true }
func Find(n int) (Point, error) { return Point{}, every{} }
