// Tries: to end the process with status 0 while package variables are initialised.
// Want: runtime_error

package main

import "os"

var _ = func() int { os.Exit(0); return 0 }()

func Secret(n int) string { return "" }
