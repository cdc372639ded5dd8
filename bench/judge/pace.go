package judge

import (
	"context"
	"fmt"
	"time"

	"dialogo/bench"
)

// The limit of a case is Limits.Case, or Limits.CaseFactor times the processor time
// the reference takes in it on this machine, whichever is more. What the reference
// takes is measured only when an answer ran out of the former: that hardly any does
// is what makes judging fast.

// limitOf is the limit of processor time of a case, as far as the reference's time is
// known.
func (st *stage) limitOf(l bench.Limits, i int) time.Duration {
	limit := time.Duration(l.Case)
	if pace := st.pace.Load(); pace != nil && i < len(*pace) {
		limit = max(limit, time.Duration(l.CaseFactor*float64((*pace)[i])))
	}
	return limit
}

// busyLimit and idleLimit are the limits of a case that runs, and of one that does not,
// in words that are the same on every machine.
func busyLimit(l bench.Limits, limit time.Duration) string {
	if limit > time.Duration(l.Case) {
		return fmt.Sprintf("%v times the processor time of the reference solution", l.CaseFactor)
	}
	return fmt.Sprintf("%v of processor time", l.Case)
}

func idleLimit(l bench.Limits, limit, times time.Duration) string {
	if limit > time.Duration(l.Case) {
		return fmt.Sprintf("%v times what the reference solution takes", blockedFactor*float64(times)*l.CaseFactor)
	}
	return (blockedFactor * times * time.Duration(l.Case)).String()
}

// learnPace measures what the reference takes, once a task. A reference that does not
// pass a case says nothing about it. What test code takes counts for all its checks.
func (x *examination) learnPace(ctx context.Context) error {
	st := x.st
	if st.exam.task.Reference == "" || st.pace.Load() != nil {
		return nil
	}
	pace, err := x.j.paces.do(ctx, st.id, func(ctx context.Context) ([]time.Duration, error) {
		return x.j.measure(ctx, st, x.checks)
	})
	if err == nil {
		st.pace.Store(&pace)
	}
	return err
}

// measure runs the reference, alone in its program and on the machine, with a limit that
// lets it take what an answer may take.
func (j *Judge) measure(ctx context.Context, st *stage, checks int) ([]time.Duration, error) {
	a := readAnswer(st.exam.task.Reference, st.exam, j.tools)
	if len(a.refused) > 0 {
		return nil, nil
	}
	b, err := j.buildAlone(ctx, st, a)
	if err != nil || len(b.diagnostics) > 0 {
		return nil, err
	}
	defer b.remove()
	release, err := j.acquire(ctx, wholeMachine)
	if err != nil {
		return nil, err
	}
	defer release()
	t := newTrial(j, st, b)
	t.limits.Case = bench.Duration(float64(t.limits.Case) * t.limits.CaseFactor)
	t.spent = make([]time.Duration, len(st.calls))
	if err = t.cases(ctx); err == nil && st.exam.task.Test != nil {
		before := t.cpu
		err = t.test(ctx, checks)
		t.spent = append(t.spent, t.cpu-before)
	}
	for i := range st.calls {
		if t.results[i].Status != bench.Passed {
			t.spent[i] = 0
		}
	}
	return t.spent, err
}
