package main

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"dialogo/bench/benchtest"
	"dialogo/bench/judge/sandbox"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "-child" {
		main()
		return
	}
	sandbox.Init()
	os.Exit(m.Run())
}

// A run of few answers has all figures, and no differences.
func TestBenchmark(t *testing.T) {
	if testing.Short() {
		t.Skip("judges answers in all ways: not with -short")
	}
	t.Setenv("DIALOGO_SHARED", benchtest.Shared(t))
	var out, progress bytes.Buffer
	if err := run(t.Context(), strings.Fields("-n 8 -peers 3 -rounds 1 -probes 1 -json"), &out, &progress); err != nil {
		t.Fatalf("%v\n%s", err, &progress)
	}
	var r report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.Answers != 8 || r.PeerAnswers != 3 || r.Compared != 3 || len(r.Differences) > 0 || len(r.Ways) != 6 || r.Sandbox == "" {
		t.Errorf("%+v", r)
	}
	for _, w := range r.Ways {
		if !(w.CPUMS > 0 && w.WallMS > 0 && w.LatencyMedian > 0 && w.LatencyP95 >= w.LatencyMedian) {
			t.Errorf("%+v", w)
		}
	}
	for _, l := range r.Latencies {
		for _, s := range []spread{l.Batching, l.Alone} {
			if !(s.Answers > 0 && s.Median > 0 && s.P95 >= s.Median) {
				t.Errorf("%+v", l)
			}
		}
	}
	if want := len(latencies()); len(r.Latencies) != want {
		t.Fatalf("%d latencies, want %d", len(r.Latencies), want)
	}
	if full := r.Latencies[len(r.Latencies)-1]; full.Batching.Batches == 0 || full.Alone.Batches > 0 || full.Alone.Answers != 64 {
		t.Errorf("%+v", full)
	}
	var text bytes.Buffer
	if err := r.print(&text); err != nil || !strings.Contains(text.String(), wayTogether) || !strings.Contains(text.String(), "3 of 3 answers got the same from go test and the judge") ||
		!strings.Contains(text.String(), "Of the 5 others, which go test did not judge, 5 got") {
		t.Errorf("%v\n%s", err, &text)
	}
}

func TestWithoutDataItSaysWhere(t *testing.T) {
	t.Setenv("DIALOGO_SHARED", t.TempDir())
	if err := run(t.Context(), nil, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "set DIALOGO_SHARED") {
		t.Error(err)
	}
}

func TestFlagsOutOfRange(t *testing.T) {
	for _, args := range []string{"-rounds 0", "-n -1", "-peers 0", "-limit 0s", "-j 0", "more", "-unknown"} {
		if _, err := parse(strings.Fields(args), io.Discard); err == nil {
			t.Errorf("%s is taken", args)
		}
	}
}

// The time of a process that lives counts, and of one that was waited for.
func TestProcessorTimeOfATree(t *testing.T) {
	burn := exec.Command("sh", "-c", "(i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done); read line")
	in, err := burn.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := burn.Start(); err != nil {
		t.Fatal(err)
	}
	defer burn.Wait()
	defer in.Close()
	if _, err := treeCPU(os.Getpid()); err != nil {
		t.Skip(err)
	}
	for range 1000 {
		if d, err := treeCPU(burn.Process.Pid); err != nil {
			t.Fatal(err)
		} else if all, err := treeCPU(os.Getpid()); err != nil || all < d {
			t.Fatalf("all %v, of which %v; %v", all, d, err)
		} else if d >= 50*time.Millisecond {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("a busy process used no time")
}

func TestQuantiles(t *testing.T) {
	for _, c := range []struct {
		list    []float64
		q, want float64
	}{{[]float64{3, 1, 2}, 0.5, 2}, {[]float64{1, 2}, 0.5, 1.5}, {[]float64{7}, 0.95, 7}, {[]float64{0, 10, 20}, 0.75, 15}} {
		if got := quantile(c.list, c.q); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v at %v: %v, want %v", c.list, c.q, got, c.want)
		}
	}
	if !math.IsNaN(quantile(nil, 0.5)) {
		t.Error("nothing has a median")
	}
}

func TestSamples(t *testing.T) {
	all := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	for n, want := range map[int][]int{0: all, 3: {0, 3, 6}, 10: all, 99: all} {
		if got := sample(all, n); !slices.Equal(got, want) {
			t.Errorf("%d of them: %v", n, got)
		}
	}
}

func TestDifferencesAreFound(t *testing.T) {
	all := []answer{{name: "a"}, {name: "b"}, {name: "c"}}
	r := newReport(all, all[1:], options{})
	add := func(way string, findings ...string) {
		r.add(way, phase{Findings: findings, Latencies: make([]float64, 3)})
	}
	add(wayPlain, "failed", "compile_error")
	add(wayTogether, "passed", "wrong_answer", "compile_error")
	add(waySingle, "passed", "runtime_error", "compile_error")
	add(waySingle, "passed", "runtime_error", "passed")
	r.finish(all, all[1:])
	if r.Compared != 2 || len(r.Differences) != 1 || r.Differences[0].Answer != "c" || r.Differences[0].Found[waySingle] != "compile_error, then passed" {
		t.Errorf("%+v", r)
	}
}

func TestProbes(t *testing.T) {
	burst, few, many := &latency{phase: phaseBurst, size: 16}, &latency{phase: phaseLoad, size: 2}, &latency{phase: phaseLoad, size: 64}
	for _, c := range []struct {
		l      *latency
		wanted int
		alone  bool
		want   int
	}{{burst, 1, false, 16}, {burst, 17, true, 32}, {burst, 64, true, 64}, {few, 64, true, 64}, {many, 64, false, 64}, {many, 64, true, 6}, {many, 2, true, 2},
		{&latency{phase: phaseLoad, size: 9 * aloneWork}, 8, true, 1}} {
		if got := c.l.probes(c.wanted, c.alone); got != c.want {
			t.Errorf("%d wanted of %s %d, alone %v: %d, want %d", c.wanted, c.l.phase, c.l.size, c.alone, got, c.want)
		}
	}
}

// What batching adds is the most of any latency, and negative if it shortens all.
func TestWhatBatchingAdds(t *testing.T) {
	measured := func(batching, alone []float64) *latency {
		l := &latency{}
		for _, ms := range batching { // in parts
			l.Batching.add(phase{Latencies: []float64{ms}})
		}
		l.Alone.add(phase{Latencies: alone})
		return l
	}
	r := report{Latencies: []*latency{measured([]float64{10, 20, 30}, []float64{100}), measured([]float64{50, 50}, []float64{55})}}
	r.finishLatencies()
	if r.AddedMedianMS != -5 || r.AddedP95MS != -5 {
		t.Errorf("%v, %v", r.AddedMedianMS, r.AddedP95MS)
	}
	r.Latencies = append(r.Latencies, measured([]float64{20, 400, 20}, []float64{40, 40, 40}), measured([]float64{190}, []float64{10}))
	r.finishLatencies()
	var out bytes.Buffer
	if err := r.printLatencies(&out); err != nil || !strings.Contains(out.String(), "at most 180.0 ms to a median and 322.0 ms to a p95.") {
		t.Errorf("%v\n%s", err, &out)
	}
}
