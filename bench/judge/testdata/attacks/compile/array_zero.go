// Tries: to take memory before it runs, by a variable of a gigabyte.
// Want: memory runtime_error compile_error
// Varies: it is the kernel that refuses such a program, in words of its own.

package main

var a [1 << 30]byte

func Secret(n int) string {
	for i := 0; i < len(a); i += 4096 {
		a[i] = 1
	}
	return string(rune(a[n]))
}
