// Tries: to find a secret in its environment and arguments.
// Want: wrong_answer

package main

import (
	"os"
	"strings"
)

func Secret(n int) string { return strings.Join(append(os.Environ(), os.Args...), " ") }
