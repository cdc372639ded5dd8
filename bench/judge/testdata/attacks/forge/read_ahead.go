// Tries: to read the next requests before it has replied to the first.
// Want: timeout

package main

import "syscall"

func Secret(n int) string { b := make([]byte, 1<<16); k, _ := syscall.Read(3, b); return string(b[:k]) }
