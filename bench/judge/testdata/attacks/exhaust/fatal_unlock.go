// Tries: to end the process by an error that cannot be recovered.
// Want: runtime_error

package main

import "sync"

func Secret(n int) (s string) {
	defer func() { recover() }()
	var mu sync.Mutex
	mu.Unlock()
	return ""
}
