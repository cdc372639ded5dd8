// Tries: to have an address show in the message of a panic.
// Want: runtime_error

package main

import "fmt"

func Secret(n int) string { x := new(int); panic(fmt.Sprintf("at %p of goroutine 17", x)) }
