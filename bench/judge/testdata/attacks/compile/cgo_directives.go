// Tries: to give the linker flags by the directives that cgo writes.
// Want: compile_error

package main

//go:cgo_ldflag "-Wl,-T,@SECRET@"
//go:cgo_import_dynamic libc_system system "libc.so.6"
func Secret(n int) string { return "" }
