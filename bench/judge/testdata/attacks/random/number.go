// Tries: to be right by chance, by random numbers.
// Want: wrong_answer
// Varies: random numbers.

package main

import (
	"crypto/rand"
	"fmt"
	mrand "math/rand/v2"
)

func Secret(n int) string { return fmt.Sprint(rand.Text(), mrand.Int()) }
