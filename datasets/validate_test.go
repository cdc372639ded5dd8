package datasets

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"dialogo/bench"
)

// judgeFunc is a judge for tests of Validate's own work.
type judgeFunc func(ctx context.Context, t *bench.Task, code string) (bench.Verdict, error)

// Judge implements bench.Judge.
func (f judgeFunc) Judge(ctx context.Context, t *bench.Task, code string) (bench.Verdict, error) {
	return f(ctx, t, code)
}

// byText passes code that says so.
func byText(_ context.Context, _ *bench.Task, code string) (bench.Verdict, error) {
	switch code {
	case "right":
		return bench.Verdict{Status: bench.Passed}, nil
	case "broken":
		return bench.Verdict{}, errors.New("the disk is full")
	}
	return bench.Verdict{Status: bench.WrongAnswer}, nil
}

func TestValidateCounts(t *testing.T) {
	tasks := []bench.Task{
		{ID: "sound", Reference: "right", Buggy: "wrong"},
		{ID: "bad reference", Reference: "wrong"},
		{ID: "bug passes", Reference: "right", Buggy: "right", Test: &bench.CodeTest{}},
		{ID: "no reference"},
		{ID: "judge fails", Reference: "broken", Buggy: "wrong"},
	}
	var got []string
	sum, err := Validate(t.Context(), tasks, judgeFunc(byText), 2, func(c Check) {
		got = append(got, fmt.Sprintf("%s: %v", c.Task.ID, c.OK()))
	})
	want := Summary{Tasks: 5, Lifted: 4, InProcess: 1, References: 3, ReferencesPassed: 2, Buggy: 2, BuggyPassed: 1, Errors: 1}
	if err != nil || sum != want || sum.OK() {
		t.Errorf("got %+v, %v", sum, err)
	}
	if s := strings.Join(got, ", "); s != "sound: true, bad reference: false, bug passes: false, no reference: true, judge fails: false" {
		t.Errorf("got %s", s)
	}
	if sum, err := Validate(t.Context(), tasks[:1], judgeFunc(byText), 0, nil); err != nil || !sum.OK() {
		t.Errorf("without a report: %+v, %v", sum, err)
	}
}

func TestValidateReportsInOrderAndWithinJobs(t *testing.T) {
	const jobs = 4
	tasks := make([]bench.Task, 200)
	for i := range tasks {
		tasks[i] = bench.Task{ID: fmt.Sprint(i), Reference: "right"}
	}
	var running, most atomic.Int32
	judge := func(ctx context.Context, task *bench.Task, code string) (bench.Verdict, error) {
		n := running.Add(1)
		defer running.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		for range len(task.ID) * 7 % 5 { // tasks end in another order than they start
			runtime.Gosched()
		}
		return byText(ctx, task, code)
	}
	next := 0
	sum, err := Validate(t.Context(), tasks, judgeFunc(judge), jobs, func(c Check) {
		if c.Task.ID != fmt.Sprint(next) {
			t.Errorf("task %s is reported when %d is due", c.Task.ID, next)
		}
		next++
	})
	if err != nil || sum.ReferencesPassed != 200 || most.Load() > jobs {
		t.Errorf("got %+v, %v, %d at once", sum, err, most.Load())
	}
}

func TestValidateStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	tasks := make([]bench.Task, 50)
	for i := range tasks {
		tasks[i] = bench.Task{ID: fmt.Sprint(i), Reference: "right"}
	}
	judged := atomic.Int32{}
	judge := func(ctx context.Context, task *bench.Task, code string) (bench.Verdict, error) {
		if judged.Add(1) == 3 {
			cancel()
			return bench.Verdict{}, ctx.Err()
		}
		return byText(ctx, task, code)
	}
	sum, err := Validate(ctx, tasks, judgeFunc(judge), 1, nil)
	if !errors.Is(err, context.Canceled) || sum.Tasks != 2 || sum.Errors != 0 || judged.Load() != 3 {
		t.Errorf("got %+v, %v, %d judged", sum, err, judged.Load())
	}
}
