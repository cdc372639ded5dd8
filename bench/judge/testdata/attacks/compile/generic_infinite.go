// Tries: to have a generic function instantiated without end.
// Want: compile_error

package main

type box[T any] struct{ x T }

func f[T any](n int) int {
	if n == 0 {
		return 0
	}
	return f[box[T]](n - 1)
}
func Secret(n int) string { return string(rune(f[int](n))) }
