// Tries: to take long in the standard library, which never looks whether it should stop.
// Want: timeout memory
// Varies: the machine it compiles to takes memory too.

package main

import (
	"regexp"
	"strings"
)

func Secret(n int) string {
	re := regexp.MustCompile(`(((x{0,9}){0,9}){0,9})+$`)
	for {
		re.MatchString(strings.Repeat("x", 1<<16) + "y")
	}
}
