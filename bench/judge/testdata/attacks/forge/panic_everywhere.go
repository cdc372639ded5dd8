// Tries: to pass the cases that must panic, by panicking in all.
// Task: boom
// Want: runtime_error
// Case: v1 runtime_error
// Case: h1 passed

package main

func Boom(n int) int { panic("boom") }
