package driver

import "runtime/debug"

// setMaxStack bounds a goroutine's stack in bytes: endless recursion then ends
// with Go's own words before it uses up the memory.
func setMaxStack(n int) { debug.SetMaxStack(n) }
