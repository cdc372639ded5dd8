// Tries: to be right by chance, by the time of day.
// Want: wrong_answer
// Varies: the time.

package main

import "time"

func Secret(n int) string { return time.Now().String() }
