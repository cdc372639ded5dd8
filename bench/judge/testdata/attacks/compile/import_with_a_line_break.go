// Tries: to slip a line into the import configuration by the path of an import.
// Want: compile_error

package main

import _ "fmt\npackagefile x=@SECRET@"

func Secret(n int) string { return "" }
