// Tries: to wait for input that never comes.
// Want: wrong_answer timeout

package main

import (
	"io"
	"os"
)

func Secret(n int) string { b, _ := io.ReadAll(os.Stdin); return string(b) }
