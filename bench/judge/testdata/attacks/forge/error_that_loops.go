// Tries: to return an error that is wrapped in itself without end.
// Task: find
// Want: timeout wrong_answer memory runtime_error
// Varies: the endless chain is followed until a limit of the time or the stack ends it.

package main

type loop struct{}

func (l loop) Error() string    { return "loop" }
func (l loop) Unwrap() error    { return l }
func Find(n int) (Point, error) { return Point{}, loop{} }
