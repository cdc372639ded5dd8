// Tries: to take long in one step of arithmetic that nothing interrupts.
// Want: timeout memory
// Varies: the numbers take memory too.

package main

import "math/big"

func Secret(n int) string {
	x := big.NewInt(3)
	for {
		x.Mul(x, x)
	}
}
