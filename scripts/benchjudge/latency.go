package main

import (
	"fmt"
	"io"
	"runtime"
	"text/tabwriter"
)

// latency is a phase that is there to measure latencies.
type latency struct {
	name, phase string
	size        int
}

// latencies are all of them. The first has nothing to batch with.
func latencies() []latency {
	all := []latency{{"1 at once", phaseBurst, 1}}
	for _, n := range []int{runtime.NumCPU(), 64} {
		all = append(all, latency{fmt.Sprintf("while %d others are in flight", n), phaseLoad, n})
	}
	for _, n := range []int{2, 4, 16, 64} {
		all = append(all, latency{fmt.Sprintf("%d at once", n), phaseBurst, n})
	}
	return all
}

// unbatched is what a judge without batches would take, if every answer took what it
// takes alone on an idle machine, and all processors worked on answers all the time: of
// a burst, the answers end one after another; under load, each waits for those before it.
func (l latency) unbatched(alone float64, processors int) (median, p95 float64) {
	turns := func(share float64) float64 {
		return max(1, share*float64(l.size)/float64(processors))
	}
	if l.phase == phaseLoad {
		turn := max(1, float64(l.size+1)/float64(processors))
		return alone * turn, alone * turn
	}
	return alone * turns(0.5), alone * turns(0.95)
}

func (r *report) finishLatencies() {
	if len(r.Latencies) == 0 {
		return
	}
	idle := r.way(latencies()[0].name)
	for _, l := range latencies() {
		w := r.way(l.name)
		if len(w.phases) == 0 {
			continue
		}
		w.UnbatchedMedian, w.UnbatchedP95 = l.unbatched(idle.LatencyMedian, r.Processors)
		w.UnbatchedP95 = max(w.UnbatchedP95, idle.LatencyP95)
		r.AddedMS = max(r.AddedMS, w.LatencyMedian-w.UnbatchedMedian)
	}
}

func (r *report) printLatencies(out io.Writer) error {
	if len(r.Latencies) == 0 {
		return nil
	}
	fmt.Fprintf(out, "\nLatency of one answer, ms; beside it, computed, that of a judge that builds every answer alone\n")
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "median\tp95\tmedian alone\tp95 alone\t")
	for _, w := range r.Latencies {
		fmt.Fprintf(t, "%.1f\t%.1f\t%.1f\t%.1f\t  %s\n", w.LatencyMedian, w.LatencyP95, w.UnbatchedMedian, w.UnbatchedP95, w.Name)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(out, "Batching adds %.1f ms to a median at most.\n", r.AddedMS)
	return nil
}
