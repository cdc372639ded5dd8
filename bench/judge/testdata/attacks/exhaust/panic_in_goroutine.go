// Tries: to end the process by a panic nobody can recover from.
// Want: runtime_error

package main

func Secret(n int) string { go func() { panic("elsewhere") }(); select {} }
