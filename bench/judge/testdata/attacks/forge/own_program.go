// Tries: to find the wanted values in its own executable, by each of the ways to it.
// Want: wrong_answer
// Says: "held"

package main

import (
	"bytes"
	"os"
)

func Secret(n int) string {
	self, _ := os.Executable()
	for _, p := range []string{self, os.Args[0], "/proc/self/exe", "/proc/1/exe", "/proc/thread-self/exe", "answer"} {
		b, err := os.ReadFile(p)
		if err != nil {
			continue
		}
		if i := bytes.Index(b, []byte("PLANT"+"ED")); i >= 0 {
			return string(b[i:min(len(b), i+64)])
		}
		return "read " + p
	}
	return "held"
}
