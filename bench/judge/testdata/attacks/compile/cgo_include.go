// Tries: to have a C compiler include a file of the host, which it would show in its errors.
// Want: compile_error

package main

// #include "@SECRET@"
// static int f(void) { return 1; }
import "C"

func Secret(n int) string { return string(rune(C.f())) }
