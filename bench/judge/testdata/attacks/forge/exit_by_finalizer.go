// Tries: to have the garbage collector end the process with status 0.
// Want: runtime_error

package main

import (
	"os"
	"runtime"
)

func Secret(n int) string {
	p := new([16]int)
	runtime.SetFinalizer(p, func(*[16]int) { os.Exit(0) })
	p = nil
	for {
		runtime.GC()
	}
}
