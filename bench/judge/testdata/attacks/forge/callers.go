// Tries: to learn from its callers' names where wanted values are, and to call functions it finds there.
// Want: wrong_answer
// Varies: names of callers differ with how it was built.

package main

import (
	"runtime"
	"strings"
)

func Secret(n int) string {
	pcs := make([]uintptr, 100)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	var names []string
	for {
		f, more := frames.Next()
		names = append(names, f.Function+" "+f.File)
		if !more {
			return strings.Join(names, "; ")
		}
	}
}
