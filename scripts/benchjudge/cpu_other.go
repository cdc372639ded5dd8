//go:build !linux

package main

import (
	"errors"
	"time"
)

// treeCPU needs Linux.
func treeCPU(int) (time.Duration, error) {
	return 0, errors.New("measuring a tree of processes needs Linux")
}
