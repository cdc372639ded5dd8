// Tries: to go on without end by recovering and panicking again.
// Want: timeout memory runtime_error
// Varies: panics that never end take memory as well as time.

package main

func again()              { defer func() { recover(); again() }(); panic("again") }
func Secret(n int) string { again(); return "" }
