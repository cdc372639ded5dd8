package scoring

import (
	"slices"

	"dialogo/bench"
)

// Tally counts what became of the answers to one task, one turn each.
type Tally struct {
	// Passed and Failed were judged; Errored were not, by a fault of the harness.
	Passed, Failed, Errored int
	// InProcess says that the task is judged so, see [bench.TrustInProcess].
	InProcess bool
}

// ScoreSamples computes pass@k of answers without a dialogue, one row a k, from the
// smallest. Errored answers are no samples. A task with fewer than k samples says
// nothing about pass@k, and [Row.Tasks] does not count it; if all have fewer, the row
// has no value. Model and Mix of the rows are empty.
//
// Options.K is by default 1, 5, 10 and 100, as far as a task has so many samples. It
// fails with a [*bench.UsageError] on options that cannot work.
func ScoreSamples(tasks []Tally, o Options) ([]Row, error) {
	if o.K == nil {
		o.K = paperKs(tasks)
	}
	o, err := o.resolve(&bench.Study{Seed: 1, Samples: 1})
	if err != nil {
		return nil, err
	}
	c := cell{}
	for _, t := range tasks {
		solved, unsolved := Outcome{true}, Outcome{false}
		s := samples{errored: t.Errored, inProcess: t.InProcess}
		s.scored = append(slices.Repeat([]Outcome{solved}, t.Passed), slices.Repeat([]Outcome{unsolved}, t.Failed)...)
		c.tasks = append(c.tasks, s)
		c.errored += t.Errored
	}
	var rows []Row
	for _, k := range o.K {
		rows = append(rows, c.row(Row{Metric: Pass, K: k}, passAt(k, 0), o))
	}
	return rows, nil
}

// paperKs are the k that papers report of answers without a dialogue, as far as there
// are samples for them; 1 always.
func paperKs(tasks []Tally) []int {
	most := 1
	for _, t := range tasks {
		most = max(most, t.Passed+t.Failed)
	}
	return slices.DeleteFunc([]int{1, 5, 10, 100}, func(k int) bool { return k > most })
}
