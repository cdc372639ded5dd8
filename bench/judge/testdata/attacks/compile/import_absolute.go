// Tries: to import by a path of the host.
// Want: compile_error

package main

import (
	_ "/etc/passwd"
	_ "@SECRET@"
)

func Secret(n int) string { return "" }
