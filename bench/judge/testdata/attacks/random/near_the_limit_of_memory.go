// Tries: to need about as much memory as it may have, so that the collector decides.
// Want: wrong_answer memory
// Varies: what the runtime asks of the system depends on when it collects.

package main

func Secret(n int) string {
	b := make([]byte, 100<<20)
	for i := 0; i < len(b); i += 4096 {
		b[i] = 1
	}
	return string(b[:n])
}
