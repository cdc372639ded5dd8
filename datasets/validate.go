package datasets

import (
	"context"
	"runtime"
	"sync"

	"dialogo/bench"

	"golang.org/x/sync/errgroup"
)

// Check is what validating one task found.
type Check struct {
	// Task is the task that was judged.
	Task *bench.Task
	// Trust says how its cases are judged.
	Trust bench.Trust
	// Reference is the verdict on the reference solution, nil if there is none.
	Reference *bench.Verdict
	// Buggy is the verdict on the buggy solution, nil if there is none.
	Buggy *bench.Verdict
	// Err is set when judging itself failed; then nothing is known of the task.
	Err error
}

// OK reports whether the task is sound: judging worked, the reference solution, if
// there is one, passes, and the buggy one does not.
func (c Check) OK() bool {
	return c.Err == nil && (c.Reference == nil || c.Reference.Status == bench.Passed) &&
		(c.Buggy == nil || c.Buggy.Status != bench.Passed)
}

// Summary counts what Validate found.
type Summary struct {
	// Tasks were looked at: Lifted of them are judged from outside, InProcess not.
	Tasks, Lifted, InProcess int
	// References is how many tasks have a reference solution that was judged,
	// ReferencesPassed how many of these pass. All should.
	References, ReferencesPassed int
	// Buggy is how many tasks have a buggy solution that was judged, BuggyPassed
	// how many of these pass. None should.
	Buggy, BuggyPassed int
	// Errors is how many tasks could not be judged.
	Errors int
}

// OK reports whether every task is sound.
func (s Summary) OK() bool {
	return s.Errors == 0 && s.ReferencesPassed == s.References && s.BuggyPassed == 0
}

// add counts one check.
func (s *Summary) add(c Check) {
	s.Tasks++
	if c.Trust == bench.TrustOutside {
		s.Lifted++
	} else {
		s.InProcess++
	}
	if c.Err != nil {
		s.Errors++
	}
	if c.Reference != nil {
		s.References++
		s.ReferencesPassed += passed(c.Reference)
	}
	if c.Buggy != nil {
		s.Buggy++
		s.BuggyPassed += passed(c.Buggy)
	}
}

func passed(v *bench.Verdict) int {
	if v.Status == bench.Passed {
		return 1
	}
	return 0
}

// Validate judges each task's reference solution, and its buggy one if there is
// one. At most jobs tasks are judged at once; 0 is so many that a judge that builds
// answers together finds enough of them. report, which may be nil, is told of each
// task, one at a time and in the order of tasks. The error is that of ctx only: what goes wrong with a task is in its Check.
func Validate(ctx context.Context, tasks []bench.Task, judge bench.Judge, jobs int, report func(Check)) (Summary, error) {
	if jobs < 1 {
		jobs = 64 * runtime.NumCPU()
	}
	q := sequence{waiting: map[int]Check{}, report: report}
	var g errgroup.Group
	g.SetLimit(jobs)
	for i := range tasks {
		g.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			// A check that was cut off says nothing about its task.
			if c := check(ctx, &tasks[i], judge); ctx.Err() == nil {
				q.done(i, c)
			}
			return ctx.Err()
		})
	}
	return q.summary, g.Wait()
}

// check judges one task.
func check(ctx context.Context, t *bench.Task, judge bench.Judge) Check {
	c := Check{Task: t, Trust: t.Trust()}
	for _, answer := range []struct {
		code string
		to   **bench.Verdict
	}{{t.Reference, &c.Reference}, {t.Buggy, &c.Buggy}} {
		if answer.code == "" {
			continue
		}
		v, err := judge.Judge(ctx, t, answer.code)
		if err != nil {
			return Check{Task: t, Trust: c.Trust, Err: err}
		}
		*answer.to = &v
	}
	return c
}

// sequence puts checks that end in any order back into the order of tasks.
type sequence struct {
	mu      sync.Mutex
	next    int
	waiting map[int]Check
	report  func(Check)
	summary Summary
}

func (q *sequence) done(i int, c Check) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting[i] = c
	for {
		c, ok := q.waiting[q.next]
		if !ok {
			return
		}
		delete(q.waiting, q.next)
		q.next++
		q.summary.add(c)
		if q.report != nil {
			q.report(c)
		}
	}
}
