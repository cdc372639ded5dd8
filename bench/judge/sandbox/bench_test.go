//go:build linux

package sandbox

import (
	"context"
	"testing"
	"time"
)

// BenchmarkRun starts an empty program in the box.
func BenchmarkRun(b *testing.B) {
	box, _, err := Open(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	c := Command{Steps: [][]string{{"/true"}}, probe: true, Limits: Limits{Memory: 64 << 20, CPU: time.Second,
		Wall: 10 * time.Second, Output: 1 << 16, Scratch: 1 << 20, Threads: 64}}
	for b.Loop() {
		if _, err := box.Run(context.Background(), c); err != nil {
			b.Fatal(err)
		}
	}
}
