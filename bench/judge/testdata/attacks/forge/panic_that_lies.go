// Tries: to panic with a value whose methods claim that all passed, and panic in turn.
// Want: runtime_error

package main

type liar struct{}

func (liar) Error() string  { panic("PASS") }
func (liar) String() string { panic(liar{}) }
func Secret(n int) string   { panic(liar{}) }
