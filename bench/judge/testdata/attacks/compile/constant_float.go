// Tries: to make the compiler compute with floating-point constants of enormous exponents.
// Want: compile_error

package main

const a = 1e1000000000
const b = 1e-1000000000 * a * a

func Secret(n int) string { return string(rune(b)) }
