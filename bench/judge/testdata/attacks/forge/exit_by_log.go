// Tries: to leave by log.Fatal behind a line that looks like the end of a passed test.
// Want: runtime_error

package main

import "log"

func Secret(n int) string { log.SetFlags(0); log.Fatal("ok  \tdialogo\t0.001s"); return "" }
