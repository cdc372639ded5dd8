package main

import (
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"text/tabwriter"
)

// report is what was measured.
type report struct {
	Answers, PeerAnswers int
	Rounds, Jobs, Probes int
	Limit                string
	Go                   string
	Processors           int
	Sandbox              string
	// Ways are the ways to judge.
	Ways      []*way
	Latencies []*latency
	// AddedMedianMS and AddedP95MS are by how much, at most, batching lengthens the
	// median and the p95 of a latency; negative if it shortens all.
	AddedMedianMS, AddedP95MS float64
	// HiddenMS is what of the judge's process was not seen in its phases, a round each,
	// in CPU milliseconds: its end, and what was missed.
	HiddenMS []float64
	// Compared is how many answers were judged by all ways, Differences what they did
	// not agree about.
	Compared    int
	Differences []difference
	// Slow are answers that took much longer than most, by name and way.
	Slow []string
	// TimedOut are those that ran into the limit, by way and name.
	TimedOut []string
}

// way is what was measured of a way to judge. Figures are an answer, and medians over
// rounds.
type way struct {
	Name                     string
	Answers                  int
	CPUMS, CPULeast, CPUMost float64
	WallMS                   float64
	PerCPUSecond             float64
	LatencyMedian            float64
	LatencyP95               float64
	phases                   []phase
}

// difference is an answer about which ways differ, and what each found.
type difference struct {
	Answer string
	Found  map[string]string
}

func newReport(all, some []answer, o options) *report {
	return &report{Answers: len(all), PeerAnswers: len(some), Rounds: o.rounds, Jobs: o.jobs, Probes: o.probes, Limit: o.limit.String(),
		Go: runtime.Version(), Processors: runtime.NumCPU()}
}

func (r *report) way(name string) *way {
	for _, w := range r.Ways {
		if w.Name == name {
			return w
		}
	}
	w := &way{Name: name}
	r.Ways = append(r.Ways, w)
	return w
}

func (r *report) add(name string, ph phase) {
	w := r.way(name)
	w.phases = append(w.phases, ph)
	if ph.Sandbox != "" {
		r.Sandbox = ph.Sandbox
	}
}

// finish computes figures, and compares findings.
func (r *report) finish(all, some []answer) {
	slices.SortFunc(r.Ways, func(a, b *way) int { return rank(a.Name) - rank(b.Name) })
	for _, w := range r.Ways {
		w.finish()
	}
	r.finishLatencies()
	r.compare(all, some)
}

func rank(name string) int {
	return slices.Index([]string{wayTestify, wayPlain, wayTogether, waySingle, wayCold, wayCommand}, name)
}

func (w *way) finish() {
	var cpu, wall, latencies []float64
	for _, ph := range w.phases {
		w.Answers = len(ph.Findings)
		n := float64(w.Answers)
		cpu, wall, latencies = append(cpu, ph.CPUMS/n), append(wall, ph.WallMS/n), append(latencies, ph.Latencies...)
	}
	w.CPUMS, w.CPULeast, w.CPUMost = quantile(cpu, 0.5), slices.Min(cpu), slices.Max(cpu)
	w.WallMS, w.PerCPUSecond = quantile(wall, 0.5), 1000/w.CPUMS
	w.LatencyMedian, w.LatencyP95 = quantile(latencies, 0.5), quantile(latencies, 0.95)
}

// quantile is the value below which a share q of a list lies, between neighbours in
// proportion.
func quantile(list []float64, q float64) float64 {
	if len(list) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(list))
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

func (r *report) print(out io.Writer) error {
	fmt.Fprintf(out, "%d answers: references and buggy solutions of HumanEvalPack for Go; go test judged %d of them.\n", r.Answers, r.PeerAnswers)
	fmt.Fprintf(out, "%d rounds, medians; %d processors, %s; limit %s; sandbox: %s.\n\n", r.Rounds, r.Processors, r.Go, r.Limit, r.Sandbox)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "CPU ms\t(least–most)\tper CPU s\t× testify\t× plain\twall ms\t")
	testify, plain := r.way(wayTestify), r.way(wayPlain)
	for _, w := range r.Ways {
		fmt.Fprintf(t, "%.2f\t%.2f–%.2f\t%.1f\t%.1f\t%.1f\t%.2f\t  %s\n", w.CPUMS, w.CPULeast, w.CPUMost, w.PerCPUSecond,
			testify.CPUMS/w.CPUMS, plain.CPUMS/w.CPUMS, w.WallMS, w.Name)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	r.printVerdicts(out)
	if err := r.printLatencies(out); err != nil {
		return err
	}
	for _, name := range []string{wayTogether, waySingle, wayCold} {
		if w := r.way(name); len(w.phases) > 0 {
			where(out, name+", last round", w.phases[len(w.phases)-1])
		}
	}
	fmt.Fprintf(out, "\nClosing the judge, and what of its processes no phase saw: %.0f ms of processor time a round.\n", quantile(r.HiddenMS, 0.5))
	return nil
}
