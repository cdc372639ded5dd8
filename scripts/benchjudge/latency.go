package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"text/tabwriter"
)

// parts is in how many parts latencies are measured, at most: in turns, they can be
// compared on a busy machine.
const parts = 4

// aloneWork is how many answers a judge without batches is to judge, about, for one
// part of a latency under load. Each answer waits for all others in flight there, so
// that as many probes as with batches would take over ten minutes.
const aloneWork = 400

// latency is one that is measured, of a judge that batches and of one that builds every
// answer alone.
type latency struct {
	Name            string
	Batching, Alone spread
	phase           string
	size            int
}

// spread is what was measured of a latency, in milliseconds.
type spread struct {
	Answers     int
	Median, P95 float64
	Batches     int // that the judge built meanwhile
	all         []float64
}

func (s *spread) add(ph phase) {
	s.Batches += ph.Stats.Batches
	s.all = append(s.all, ph.Latencies...)
	s.Answers, s.Median, s.P95 = len(s.all), quantile(s.all, 0.5), quantile(s.all, 0.95)
}

// latencies are all of them. The first has nothing to batch with.
func latencies() []*latency {
	all := []*latency{{Name: "1 at once", phase: phaseBurst, size: 1}}
	for _, n := range []int{runtime.NumCPU(), 64} {
		all = append(all, &latency{Name: fmt.Sprintf("while %d others are in flight", n), phase: phaseLoad, size: n})
	}
	for _, n := range []int{2, 4, 16, 64} {
		all = append(all, &latency{Name: fmt.Sprintf("%d at once", n), phase: phaseBurst, size: n})
	}
	return all
}

// probes is how many answers, of so many wanted, a part is measured with: bursts are
// full ones.
func (l *latency) probes(wanted int, alone bool) int {
	switch {
	case l.phase == phaseBurst:
		return (wanted + l.size - 1) / l.size * l.size
	case alone:
		return min(wanted, max(1, aloneWork/(l.size+1)))
	}
	return wanted
}

// measureLatencies measures each latency with a judge that batches, whose tasks are
// prepared, and with one that does not, in turns.
func (r *report) measureLatencies(ctx context.Context, batching *ours, args []string, progress io.Writer) (err error) {
	alone, err := startOurs(ctx, append([]string{"-alone"}, args...), progress)
	if err != nil {
		return err
	}
	defer func() {
		_, cerr := alone.close()
		err = errors.Join(err, cerr)
	}()
	if _, err := alone.do(request{Phase: phaseTogether, Mark: "preparing "}); err != nil {
		return err
	}
	r.Latencies = latencies()
	n := min(parts, r.Probes)
	for part := range n {
		fmt.Fprintf(progress, "bench-judge: latencies, part %d of %d …\n", part+1, n)
		for _, l := range r.Latencies {
			measure := func(o *ours, s *spread) error {
				ph, err := o.do(request{Phase: l.phase, Size: l.size, Probes: l.probes(r.Probes/n, o == alone), Mark: fmt.Sprint(l.Name, " ", part, " ")})
				s.add(ph)
				return err
			}
			if err := errors.Join(measure(batching, &l.Batching), measure(alone, &l.Alone)); err != nil {
				return err
			}
		}
	}
	return nil
}

// finishLatencies computes what batching adds.
func (r *report) finishLatencies() {
	for i, l := range r.Latencies {
		median, p95 := l.Batching.Median-l.Alone.Median, l.Batching.P95-l.Alone.P95
		if i == 0 {
			r.AddedMedianMS, r.AddedP95MS = median, p95
		}
		r.AddedMedianMS, r.AddedP95MS = math.Max(r.AddedMedianMS, median), math.Max(r.AddedP95MS, p95)
	}
}

func (r *report) printLatencies(out io.Writer) error {
	if len(r.Latencies) == 0 {
		return nil
	}
	fmt.Fprintf(out, "\nLatency of one answer, ms: of the judge, and of one that builds every answer alone\n")
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "median\talone\tp95\talone\tanswers\talone\t")
	for _, l := range r.Latencies {
		b, a := l.Batching, l.Alone
		fmt.Fprintf(t, "%.1f\t%.1f\t%.1f\t%.1f\t%d\t%d\t  %s\n", b.Median, a.Median, b.P95, a.P95, b.Answers, a.Answers, l.Name)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out, "Batching adds at most %.1f ms to a median and %.1f ms to a p95.\n", r.AddedMedianMS, r.AddedP95MS)
	return nil
}
