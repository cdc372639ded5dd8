// Tries: to ignore every signal it can, and to run on when told to end.
// Want: timeout

package main

import (
	"os/signal"
)

func Secret(n int) string {
	signal.Ignore()
	for {
	}
}
