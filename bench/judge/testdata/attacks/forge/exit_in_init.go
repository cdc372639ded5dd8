// Tries: to end the process with status 0 before any case runs.
// Want: runtime_error

package main

import "os"

func init()               { os.Exit(0) }
func Secret(n int) string { return "" }
