package main

import (
	"fmt"
	"io"
	"time"

	"dialogo/bench/judge"
)

// This file is the place for the judge's own counters: what they are, how they are
// subtracted, and how they print.

// minus is what a judge did between two looks at its counters.
func minus(a, b judge.Stats) judge.Stats {
	a.Answers -= b.Answers
	a.Merged -= b.Merged
	a.Apart -= b.Apart
	a.Alone -= b.Alone
	a.Again -= b.Again
	a.Batches -= b.Batches
	a.Read -= b.Read
	a.Compile -= b.Compile
	a.Link -= b.Link
	a.Prepare -= b.Prepare
	a.Run -= b.Run
	a.Waiting -= b.Waiting
	return a
}

// where prints where the time of a phase went, in milliseconds an answer.
func where(w io.Writer, name string, ph phase) {
	s, n := ph.Stats, float64(len(ph.Findings))
	each := func(d time.Duration) float64 { return ms(d) / n }
	fmt.Fprintf(w, "\n%s: where its %.2f ms of processor time an answer go\n", name, ph.CPUMS/n)
	rest := ph.CPUMS/n - each(s.Compile+s.Link+s.Prepare+s.Run)
	for _, row := range []struct {
		value float64
		what  string
	}{
		{each(s.Prepare), "compilers and linkers, for tasks"},
		{each(s.Compile), "compiling answers, type check included"},
		{each(s.Link), "linking answers"},
		{each(s.Run), "running answers"},
		{rest, "the judge itself and its sandboxes, the rest"},
	} {
		fmt.Fprintf(w, "%10.2f  %s\n", row.value, row.what)
	}
	fmt.Fprintf(w, "Beside it, wall time an answer: %.2f ms reading it, %.2f ms waiting for a processor.\n", each(s.Read), each(s.Waiting))
	fmt.Fprintf(w, "%d answers: %d merged, %d packages of their own, %d alone, in %d batches; %d once more alone.\n", s.Answers, s.Merged, s.Apart, s.Alone, s.Batches, s.Again)
}
