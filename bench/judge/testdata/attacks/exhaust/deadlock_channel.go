// Tries: to wait for a channel nobody sends to.
// Want: runtime_error

package main

func Secret(n int) string { return <-make(chan string) }
