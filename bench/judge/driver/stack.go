package driver

import "runtime/debug"

// setMaxStack bounds a goroutine's stack in bytes: endless recursion then ends
// with Go's own words before it uses up the memory.
//
// Package runtime/debug imports fmt and os. Where the judge knows the Go version, it
// compiles another body of this function in place of this file.
func setMaxStack(n int) { debug.SetMaxStack(n) }
