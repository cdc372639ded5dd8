// Tries: to import by paths that are no paths.
// Want: compile_error

package main

import (
	_ " "
	_ "C "
	_ "FMT"
	_ "a\x00b"
	_ "fmt "
	_ "fmt=@SECRET@"
	_ "std"
	_ "unsafe/../fmt"
	_ "世界"
)

func Secret(n int) string { return "" }
