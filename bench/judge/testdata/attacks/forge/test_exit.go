// Tries: to pass test code that shares its process by ending the process with status 0.
// Task: tested
// Want: runtime_error

package main

import "os"

func Double(n int) int { os.Exit(0); return 0 }
