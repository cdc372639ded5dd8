// Tries: to make the compiler infer types that refer to each other in a circle.
// Want: compile_error

package main

type a[P b[Q], Q a[P, Q]] interface{ m(P) Q }
type b[P any] interface{ a[b[P], P] }

func f[P a[Q, P], Q b[P]](P, Q) {}
func Secret(n int) string       { f(1, 2); return "" }
