package judge

import (
	"context"
	"os"
	"sync"
	"testing"

	"dialogo/bench"
	"dialogo/bench/judge/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Init()
	os.Exit(m.Run())
}

var shared = sync.OnceValues(func() (*Judge, error) { return New(context.Background(), Options{}) })

func testJudge(t testing.TB) *Judge {
	t.Helper()
	j, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return j
}

var clamp = bench.Task{ID: "clamp", Entry: "Clamp", Signature: "func Clamp(x, lo, hi int) int", Cases: []bench.Case{
	{ID: "v1", Visible: true, Args: "5, 0, 3", Want: "3"},
	{ID: "h1", Args: "-5, 0, 3", Want: "0"},
	{ID: "h2", Args: "2, 0, 3", Want: "2"},
}}

func TestFirst(t *testing.T) {
	j := testJudge(t)
	v, err := j.Judge(context.Background(), &clamp, "func Clamp(x, lo, hi int) int { if x < lo { return lo }; return min(x, hi) }")
	t.Logf("%+v %v", v, err)
	v, err = j.Judge(context.Background(), &clamp, "func Clamp(x, lo, hi int) int { if x < lo { return lo }; return x }")
	t.Logf("%+v %v", v, err)
	v, err = j.Judge(context.Background(), &clamp, "func Clamp(x, lo, hi int) int { for { } }")
	t.Logf("%+v %v", v, err)
}
