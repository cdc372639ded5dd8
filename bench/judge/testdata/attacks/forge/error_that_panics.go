// Tries: to return an error whose methods panic or end the goroutine of the judge's driver.
// Task: find
// Want: runtime_error

package main

import "runtime"

type bad struct{}

func (bad) Error() string       { runtime.Goexit(); return "" }
func (bad) Is(error) bool       { panic("is") }
func Find(n int) (Point, error) { return Point{}, bad{} }
