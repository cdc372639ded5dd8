// Tries: to have the compiler put a file of the host into the program.
// Want: compile_error

package main

import _ "embed"

//go:embed @SECRET@
var secret string

func Secret(n int) string { return secret }
