// Tries: to read wanted values off the stacks of all goroutines, and off a heap dump.
// Want: wrong_answer
// Says: "held"

package main

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
)

func Secret(n int) string {
	b := make([]byte, 1<<20)
	b = b[:runtime.Stack(b, true)]
	if f, err := os.Create("dump"); err == nil {
		debug.WriteHeapDump(f.Fd())
		dump, _ := os.ReadFile("dump")
		b = append(b, dump...)
	}
	mark := []byte("QMBOUFE-")
	for i := range mark[:7] {
		mark[i]--
	}
	if i := bytes.Index(b, mark); i >= 0 && bytes.Count(b, mark) > 2 {
		return string(b[i:min(len(b), i+64)])
	}
	return "held"
}
