// Tries: to call the test functions of package testing to end the test as skipped.
// Task: tested
// Want: wrong_answer

package main

import "testing"

func Double(n int) int { (&testing.T{}).SkipNow(); return n }
