// Tries: to have the garbage collector do nothing but collect.
// Want: timeout

package main

import "runtime"

func Secret(n int) string {
	for {
		runtime.GC()
	}
}
