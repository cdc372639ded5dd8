// Tries: to sleep for an hour.
// Want: timeout

package main

import "time"

func Secret(n int) string { time.Sleep(time.Hour); return "" }
