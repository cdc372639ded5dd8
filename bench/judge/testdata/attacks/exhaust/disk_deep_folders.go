// Tries: to make folders so deep that whoever cleans up cannot.
// Want: wrong_answer timeout
// Varies: the folder's limit or the time ends it.

package main

import "os"

func Secret(n int) string {
	for range 20000 {
		if os.Mkdir("d", 0o755) != nil || os.Chdir("d") != nil {
			break
		}
	}
	return "deep"
}
