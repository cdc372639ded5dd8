package judge

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"dialogo/bench"
	"dialogo/bench/benchtest"
	"dialogo/bench/judge/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Init()
	code := m.Run()
	if j, err := shared(); err == nil {
		j.Close()
	}
	os.Exit(code)
}

// shared is the judge most tests use: preparing one takes a second.
var shared = sync.OnceValues(func() (*Judge, error) { return New(context.Background(), Options{}) })

func testJudge(t testing.TB) *Judge {
	t.Helper()
	j, err := shared()
	benchtest.Need(t, err == nil, fmt.Sprintf("a machine that can compile and isolate answers (%v)", err))
	return j
}

var clamp = bench.Task{ID: "clamp", Entry: "Clamp", Signature: "func Clamp(x, lo, hi int) int", Cases: []bench.Case{
	{ID: "v1", Visible: true, Args: "5, 0, 3", Want: "3"},
	{ID: "h1", Args: "-5, 0, 3", Want: "0"},
	{ID: "h2", Args: "2, 0, 3", Want: "2"},
}}
