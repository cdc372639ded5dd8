package judge

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"dialogo/bench"
	"dialogo/bench/benchtest"
)

// busy is code that keeps a processor busy, for about so many milliseconds of its time.
func busy(ms int) string {
	return fmt.Sprintf("func Busy(n int) int { x := uint32(n)\nfor range %d { x = x*1664525 + 1013904223 }\nif x == 1 { return 1 }; return n }", ms*800_000)
}

func TestTheReferenceSetsThePace(t *testing.T) {
	j, err := New(t.Context(), Options{Limits: bench.Limits{Case: bench.Duration(20 * time.Millisecond), CaseFactor: 10}})
	benchtest.Need(t, err == nil, fmt.Sprintf("a machine that can compile and isolate answers (%v)", err))
	defer j.Close()
	task := bench.Task{ID: "busy", Entry: "Busy", Signature: "func Busy(n int) int", Reference: busy(100),
		Cases: []bench.Case{{ID: "h1", Args: "3", Want: "3"}}}
	for _, c := range []struct{ code, want string }{
		{busy(200), "passed | h1 passed 3"},
		{busy(10) + "\n// fast", "passed | h1 passed 3"},
		{"func Busy(n int) int { for {} }", "timeout | h1 timeout (took more than 10 times the processor time of the reference solution)"},
	} {
		if got := show(t, j, task, c.code); got != c.want {
			t.Errorf("%.40s: got %s, want %s", c.code, got, c.want)
		}
	}
	task.ID, task.Reference = "no reference", ""
	if got, want := show(t, j, task, busy(200)), "timeout | h1 timeout (took more than 20ms of processor time)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// An answer cannot keep a processor from others by sleeping just short of the limit in
// every case.
func TestRestAddsUp(t *testing.T) {
	j, err := New(t.Context(), Options{Limits: bench.Limits{Case: bench.Duration(100 * time.Millisecond)}})
	benchtest.Need(t, err == nil, fmt.Sprintf("a machine that can compile and isolate answers (%v)", err))
	defer j.Close()
	task := bench.Task{ID: "rest", Entry: "Busy", Signature: "func Busy(n int) int"}
	for i := range 8 {
		task.Cases = append(task.Cases, bench.Case{ID: fmt.Sprint("h", i), Args: "3", Want: "3"})
	}
	sleep := func(ms int) string {
		return show(t, j, task, fmt.Sprintf("import \"time\"\nfunc Busy(n int) int { time.Sleep(%d*time.Millisecond); return n }", ms))
	}
	if got := sleep(30); !strings.HasPrefix(got, "passed") {
		t.Error(got)
	}
	got := sleep(300)
	if want := "(in all cases together did nothing for more than 1s)"; !strings.HasPrefix(got, "timeout | h0 passed 3") ||
		!strings.Contains(got, want) || !strings.HasSuffix(got, "h7 not_run") {
		t.Error(got)
	}
}

// show judges and writes a verdict in a line.
func show(t *testing.T, j *Judge, task bench.Task, code string) string {
	t.Helper()
	v, err := j.Judge(t.Context(), &task, code)
	if err != nil {
		t.Fatal(err)
	}
	text := string(v.Status)
	for _, d := range v.Diagnostics {
		text += " | " + d.String()
	}
	for _, c := range v.Cases {
		text += " | " + strings.TrimSpace(c.Case+" "+string(c.Status)+" "+c.Got)
		if c.Message != "" {
			text += " (" + c.Message + ")"
		}
	}
	return text
}

func TestAFaultOfTheJudgeIsNoVerdict(t *testing.T) {
	j, err := New(t.Context(), Options{})
	benchtest.Need(t, err == nil, fmt.Sprintf("a machine that can compile and isolate answers (%v)", err))
	defer j.Close()
	const code = "func Clamp(x, lo, hi int) int { return max(lo, min(x, hi)) }"
	if got := show(t, j, clamp, code); !strings.HasPrefix(got, "passed") {
		t.Fatal(got)
	}
	if err := os.RemoveAll(j.seen); err != nil {
		t.Fatal(err)
	}
	v, err := j.Judge(t.Context(), &clamp, code+"\n")
	if _, usage := err.(*bench.UsageError); err == nil || usage {
		t.Errorf("without its files: %v, %v", v.Status, err)
	}
}
