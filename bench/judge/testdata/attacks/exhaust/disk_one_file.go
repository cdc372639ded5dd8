// Tries: to fill the disk by one file.
// Want: wrong_answer
// Says: "held"

package main

import "os"

func Secret(n int) string {
	f, err := os.Create("big")
	if err != nil {
		return "held"
	}
	b := make([]byte, 1<<20)
	for range 256 {
		if _, err := f.Write(b); err != nil {
			f.Close()
			os.Remove("big")
			return "held"
		}
	}
	return "256 MiB"
}
