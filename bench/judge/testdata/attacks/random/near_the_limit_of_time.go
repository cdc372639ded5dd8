// Tries: to take about as much time as it may have.
// Want: wrong_answer timeout
// Varies: the machine decides; the judge's second run alone makes it rare.

package main

import "time"

func Secret(n int) string {
	for end := time.Now().Add(190 * time.Millisecond); time.Now().Before(end); {
	}
	return ""
}
