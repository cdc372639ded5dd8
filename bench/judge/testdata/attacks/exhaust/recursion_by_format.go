// Tries: to exhaust the stack by a String method that formats itself.
// Want: runtime_error memory timeout
// Varies: fmt takes memory and time on the way down.

package main

import "fmt"

type s struct{}

func (x s) String() string { return fmt.Sprintf("%v", x) }
func Secret(n int) string  { return s{}.String() }
