// Tries: to wait without end while a timer keeps the runtime from noticing.
// Want: timeout

package main

import "time"

func Secret(n int) string { time.AfterFunc(time.Hour, func() {}); select {} }
