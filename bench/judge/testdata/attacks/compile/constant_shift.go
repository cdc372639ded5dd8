// Tries: to make the compiler compute with numbers of millions of digits.
// Want: compile_error

package main

const a = 1 << 500
const b = a * a * a * a * a * a * a * a
const c = 1 << 100000000

func Secret(n int) string { return string(rune(b % c)) }
