// Tries: to take long without ever being busy or asleep for long.
// Want: timeout

package main

import "time"

func Secret(n int) string {
	for {
		time.Sleep(time.Millisecond)
	}
}
