// Tries: to return more than the judge should ever read.
// Want: wrong_answer

package main

import "strings"

func Secret(n int) string { return strings.Repeat("x", 8<<20) }
