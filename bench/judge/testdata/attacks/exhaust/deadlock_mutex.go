// Tries: to lock a mutex twice.
// Want: runtime_error

package main

import "sync"

func Secret(n int) string { var mu sync.Mutex; mu.Lock(); mu.Lock(); return "" }
