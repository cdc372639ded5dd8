// Tries: to take all memory by slices it writes to.
// Want: memory

package main

func Secret(n int) string {
	var all [][]byte
	for {
		b := make([]byte, 1<<20)
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
		all = append(all, b)
	}
}
