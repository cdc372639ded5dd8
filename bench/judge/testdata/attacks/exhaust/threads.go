// Tries: to start thousands of threads.
// Want: runtime_error

package main

import (
	"runtime"
	"time"
)

func Secret(n int) string {
	for range 5000 {
		go func() { runtime.LockOSThread(); time.Sleep(time.Hour) }()
	}
	time.Sleep(time.Second / 2)
	return ""
}
