// Tries: to return a value whose methods all claim that it is right.
// Task: value
// Want: wrong_answer

package main

type liar struct{ x int }

func (liar) String() string               { return "right" }
func (liar) GoString() string             { return "right" }
func (liar) Error() string                { return "right" }
func (liar) Is(error) bool                { return true }
func (liar) As(any) bool                  { return true }
func (liar) Unwrap() error                { return liar{} }
func (liar) Equal(any) bool               { return true }
func (liar) Compare(any) int              { return 0 }
func (liar) MarshalJSON() ([]byte, error) { return []byte("true"), nil }
func Value(n int) any                     { return liar{n} }
