// Tries: to give a given type methods that lie about what it holds.
// Task: find
// Want: wrong_answer

package main

func (p Point) String() string               { return "right" }
func (p Point) Equal(Point) bool             { return true }
func (p Point) MarshalJSON() ([]byte, error) { return []byte("true"), nil }
func (p Point) Compare(Point) int            { return 0 }
func Find(n int) (Point, error)              { return Point{}, nil }
