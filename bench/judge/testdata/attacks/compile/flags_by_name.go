// Tries: to look like an option of the compiler or the linker by what it declares.
// Want: wrong_answer

package main

var buildmode, o, extld = "-buildmode=plugin", "-o=/tmp/@MARK@", "-extld=/bin/sh"

func Secret(n int) string { return buildmode + o + extld }
