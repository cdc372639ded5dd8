package main

import (
	"fmt"
	"io"
	"math"
	"slices"
)

// word is what go test and the judge both have a word for.
func word(finding string) string {
	switch finding {
	case "wrong_answer", "runtime_error":
		return "failed"
	case "memory":
		return "timeout"
	}
	return finding
}

// compare finds the answers about which ways, or rounds of a way, differ.
func (r *report) compare(all, some []answer) {
	at := map[string]int{}
	for i, a := range some {
		at[a.name] = i
	}
	for i, a := range all {
		found := map[string]string{}
		words := map[string]bool{}
		peers := false
		for _, w := range r.Ways {
			index := i
			if w.Name == wayTestify || w.Name == wayPlain {
				var ok bool
				if index, ok = at[a.name]; !ok {
					continue
				}
				peers = true
			}
			for _, ph := range w.phases {
				f := ph.Findings[index]
				words[word(f)] = true
				if before := found[w.Name]; before == "" || before == f {
					found[w.Name] = f
				} else {
					found[w.Name] = before + ", then " + f
				}
				if late := a.name + " (" + w.Name + ")"; f == "timeout" && !slices.Contains(r.TimedOut, late) {
					r.TimedOut = append(r.TimedOut, late)
				}
			}
			if w.slow(index) {
				r.Slow = append(r.Slow, a.name+" ("+w.Name+")")
			}
		}
		if peers {
			r.Compared++
		}
		if len(words) > 1 {
			r.Differences = append(r.Differences, difference{a.name, found})
		}
	}
}

// slow reports whether an answer took this way over a second, and thrice as long as
// most, in every round. Where answers are in flight together nobody can tell.
func (w *way) slow(i int) bool {
	least := math.Inf(1)
	for _, ph := range w.phases {
		least = min(least, ph.Latencies[i])
	}
	return w.Name != wayTogether && w.Name != wayCold && w.Name != wayCommand && least > max(1000, 3*w.LatencyMedian)
}

func (r *report) printVerdicts(out io.Writer) {
	differ, alone := 0, 0 // of the answers that go test judged too, and of the others
	for _, d := range r.Differences {
		if d.Found[wayTestify] != "" || d.Found[wayPlain] != "" {
			differ++
		} else {
			alone++
		}
	}
	fmt.Fprintf(out, "\nVerdicts: %d of %d answers got the same from go test and the judge, in all rounds.\n", r.Compared-differ, r.Compared)
	if others := r.Answers - r.Compared; others > 0 {
		fmt.Fprintf(out, "Of the %d others, which go test did not judge, %d got the same from all ways of the judge.\n", others, others-alone)
	}
	for _, d := range r.Differences {
		fmt.Fprintf(out, "  %s\n", d.Answer)
		for _, w := range r.Ways {
			if f := d.Found[w.Name]; f != "" {
				fmt.Fprintf(out, "    %-14s %s\n", f, w.Name)
			}
		}
	}
	fmt.Fprintf(out, "Ran into the limit: %d. Took much longer than most, and over a second: %d.\n", len(r.TimedOut), len(r.Slow))
	for _, name := range slices.Concat(r.TimedOut, r.Slow) {
		fmt.Fprintf(out, "  %s\n", name)
	}
}
