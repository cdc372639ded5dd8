// Tries: to use up the inodes by very many small files and folders.
// Want: wrong_answer timeout
// Says: held
// Varies: where it takes long before the limit is reached, time is over first.

package main

import (
	"os"
	"strconv"
)

func Secret(n int) string {
	for i := range 1 << 20 {
		if err := os.Mkdir("d"+strconv.Itoa(i), 0o755); err != nil {
			return "held"
		}
	}
	return "a million folders"
}
