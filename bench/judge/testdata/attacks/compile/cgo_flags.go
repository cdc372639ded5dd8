// Tries: to give flags to the C compiler and to the linker.
// Want: compile_error

package main

// #cgo CFLAGS: -fplugin=/tmp/@MARK@.so -I/etc
// #cgo LDFLAGS: -Wl,-T,@SECRET@
import "C"

func Secret(n int) string { return "" }
