//go:build linux

package sandbox

import (
	"context"
	"os"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	Init()
	os.Exit(m.Run())
}

func TestOpen(t *testing.T) {
	b, checks, err := Open(context.Background())
	for _, c := range checks {
		t.Logf("%v %s: %s", c.Holds, c.Name, c.Detail)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Log(b)
	for range 5 {
		s := time.Now()
		b.probe(context.Background())
		t.Log(time.Since(s))
	}
}
