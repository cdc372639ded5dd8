// Tries: to run package testing's own main, which ends the process with status 0.
// Want: runtime_error

package main

import "testing"

func Secret(n int) string {
	testing.Main(func(pat, str string) (bool, error) { return true, nil }, nil, nil, nil)
	return ""
}
