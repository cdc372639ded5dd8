// Tries: to panic with a value that is large, cyclic and odd.
// Want: runtime_error

package main

func Secret(n int) string {
	v := make([]any, 1000)
	for i := range v {
		v[i] = v
	}
	panic(v)
}
