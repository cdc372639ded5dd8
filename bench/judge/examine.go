package judge

import (
	"context"
	"regexp"
	"slices"
	"time"

	"dialogo/bench"
)

// examination is the way of one answer to its verdict.
type examination struct {
	j      *Judge
	st     *stage
	checks int // how many checks the test code makes; -1 if nobody knows
	took   bench.Resources
}

// examine builds an answer, with others where that can be, and runs it. One that died
// in company, or failed with words that company may have changed, is built and run
// again alone before that is believed. The trial is nil if there are diagnostics.
func (x *examination) examine(ctx context.Context, code string) (*trial, []bench.Diagnostic, error) {
	a, m := x.read(code)
	if len(a.refused) > 0 {
		return nil, a.refused[:min(len(a.refused), maxDiagnostics)], nil
	}
	b, err := x.build(ctx, a, m)
	if err != nil || len(b.diagnostics) > 0 {
		return nil, b.diagnostics, err
	}
	if !b.shared {
		defer b.remove()
		t, err := x.try(ctx, b)
		return t, nil, err
	}
	t, err := x.run(ctx, b, toRun)
	b.remove()
	if err != nil || t.deaths == 0 && !t.tells() {
		return t, nil, err
	}
	x.j.stats.add(func(s *Stats) { s.Again++ })
	if b, err = x.build(ctx, a, alone); err != nil || len(b.diagnostics) > 0 {
		return nil, b.diagnostics, err
	}
	defer b.remove()
	t, err = x.try(ctx, b)
	return t, nil, err
}

// companyWords are what differs in a program that is shared: the paths of packages, the
// numbers of local types, and addresses, also as stable leaves them.
var companyWords = regexp.MustCompile(`dialogo/answer/|·|0x(?:[0-9a-f]|…)`)

// tells reports whether an answer failed with words that company may have changed.
func (t *trial) tells() bool {
	return worst(t.results) != bench.Passed && slices.ContainsFunc(t.results, func(r bench.CaseResult) bool {
		return companyWords.MatchString(r.Got) || companyWords.MatchString(r.Message)
	})
}

// read reads an answer and decides how to build it. As many are read at once as there
// are processors, so that the syntax trees of few are in memory at a time.
func (x *examination) read(code string) (*answer, manner) {
	x.j.readers <- struct{}{}
	defer func() { <-x.j.readers }()
	begin := time.Now()
	a := readAnswer(code, x.st.exam, x.j.tools)
	m := a.manner(x.st.exam, x.j.tools)
	if m == alone || x.j.alone {
		m = alone
		a.forget()
	}
	x.j.stats.add(func(s *Stats) { s.Answers++; s.Read += time.Since(begin) })
	return a, m
}

// build builds an answer in a manner, or alone where the compiler refuses it in
// company.
func (x *examination) build(ctx context.Context, a *answer, m manner) (b built, err error) {
	if m != alone {
		b, err = x.j.batches.add(ctx, &unit{st: x.st, a: a, m: m})
		x.took.CompileMS += inMS(b.cost)
	}
	if err == nil && b.program == nil {
		m = alone
		b, err = x.j.buildAlone(ctx, x.st, a)
		x.took.CompileMS += inMS(b.cost)
	}
	x.j.stats.add(func(s *Stats) {
		switch m {
		case merged:
			s.Merged++
		case apart:
			s.Apart++
		default:
			s.Alone++
		}
	})
	return b, err
}

// try runs an answer that is alone in its program. That it ran out of time is
// believed only when it does so again.
func (x *examination) try(ctx context.Context, b built) (*trial, error) {
	t, err := x.run(ctx, b, toRun)
	if err == nil && t.late {
		t, err = x.confirm(ctx, b)
	}
	return t, err
}

// patience is for how many times the limit of a case an answer may have the machine to
// itself: one that sleeps in every case takes long to fail.
const patience = 10

// confirm runs an answer that ran out of time once more, with the machine to itself as
// far as that is ours to give, and with the time that the reference's calls for.
func (x *examination) confirm(ctx context.Context, b built) (*trial, error) {
	if err := x.learnPace(ctx); err != nil {
		return nil, err
	}
	if x.took.RunMS > inMS(patience*time.Duration(x.j.limits.Case)) {
		return x.run(ctx, b, toRun) // it would keep all others waiting
	}
	return x.run(ctx, b, wholeMachine)
}

// run runs all cases, and the test code if there is any.
func (x *examination) run(ctx context.Context, b built, p priority) (*trial, error) {
	release, err := x.j.acquire(ctx, p)
	if err != nil {
		return nil, err
	}
	defer release()
	t := newTrial(x.j, x.st, b)
	begin := time.Now()
	if err = t.cases(ctx); err == nil && x.st.exam.task.Test != nil {
		err = t.test(ctx, x.checks)
	}
	x.j.stats.add(func(s *Stats) { s.Run += t.cpu })
	x.took.RunMS, x.took.CPUMS = milliseconds(begin), inMS(t.cpu)
	x.took.MemoryKB, x.took.OutputBytes = t.memory>>10, t.printed
	return t, err
}
