package scoring

import (
	"fmt"

	"dialogo/bench"
)

// Score computes every metric of every model and mix of a run, in the study's
// order; within these by metric (solved, state, ccw, recall, mrr, pass), K and
// Turn. A run that was interrupted is scored as far as it went.
//
// It fails with a [*bench.UsageError] on options that cannot work, and with an
// error that names the episode when the record contradicts its own study.
func Score(rec *bench.Record, o Options) ([]Row, error) {
	o, err := o.resolve(&rec.Study)
	if err != nil {
		return nil, err
	}
	cells, err := gather(rec)
	if err != nil {
		return nil, err
	}
	var rows []Row
	for _, c := range cells {
		rows = append(rows, c.rows(rec.Study.Turns, o)...)
	}
	return rows, nil
}

// cell is one model under one mix.
type cell struct {
	model, mix string
	tasks      []samples // in the record's order
	errored    int
	// simulated parts of its episodes
	byStudent, byCritic bool
}

// samples are the episodes of one task in a cell.
type samples struct {
	scored    []Outcome
	errored   int
	inProcess bool
}

// gather sorts a record's episodes into cells.
func gather(rec *bench.Record) ([]*cell, error) {
	if rec.Study.Turns < 1 {
		return nil, fmt.Errorf("%s: the study has %d turns: it needs at least 1", rec.Dir, rec.Study.Turns)
	}
	type pair struct{ model, mix string }
	var cells []*cell
	byPair := map[pair]*cell{}
	for _, m := range rec.Study.Models {
		for _, mix := range rec.Study.Mixes {
			c := &cell{model: m.Label(), mix: mix, tasks: make([]samples, len(rec.Tasks))}
			cells = append(cells, c)
			byPair[pair{c.model, mix}] = c
		}
	}
	position := map[string]int{}
	for i := range rec.Tasks {
		position[rec.Tasks[i].ID] = i
		for _, c := range cells {
			c.tasks[i].inProcess = rec.Tasks[i].Trust() == bench.TrustInProcess
		}
	}
	for i := range rec.Episodes {
		e := &rec.Episodes[i]
		c, known := byPair[pair{e.Model, e.Mix}]
		at, planned := position[e.Task]
		if !known || !planned {
			return nil, fmt.Errorf("%s: episode %s is not of this study", rec.Dir, e.Key)
		}
		if e.Error == nil && len(e.Turns) == 0 {
			return nil, fmt.Errorf("%s: episode %s has neither a turn nor an error", rec.Dir, e.Key)
		}
		c.add(at, e, rec.Study.Turns)
	}
	return cells, nil
}

func (c *cell) add(task int, e *bench.Episode, turns int) {
	s := &c.tasks[task]
	c.byStudent = c.byStudent || e.Simulated
	for _, t := range e.Turns {
		for _, f := range t.Feedback {
			c.byCritic = c.byCritic || f.Simulated
		}
	}
	if e.Error != nil {
		s.errored++
		c.errored++
	} else if o, ok := OutcomeOf(e, turns); ok {
		s.scored = append(s.scored, o)
	}
}

// simulated says in words what of the cell was simulated.
func (c *cell) simulated() string {
	switch {
	case c.byStudent && c.byCritic:
		return "model and critic"
	case c.byStudent:
		return "model"
	case c.byCritic:
		return "critic"
	}
	return ""
}

// rows are all metrics of the cell.
func (c *cell) rows(turns int, o Options) []Row {
	var rows []Row
	add := func(metric string, k, turn int, m measure) {
		rows = append(rows, c.row(Row{Metric: metric, K: k, Turn: turn}, m, o))
	}
	for t := range turns {
		add(Solved, 0, t, share(func(p Outcome) bool { return p.Solved(t) }))
	}
	for t := range turns {
		add(State, 0, t, share(func(p Outcome) bool { return p.State(t) }))
	}
	for t := range turns {
		add(CCW, 0, t, share(func(p Outcome) bool { return p.CCW(t) }))
	}
	last := turns - 1
	add(Recall, 0, last, share(func(p Outcome) bool { return p.Solved(last) }))
	add(MRR, 0, last, average(Outcome.ReciprocalRank))
	for _, k := range o.K {
		for t := range turns {
			add(Pass, k, t, passAt(k, t))
		}
	}
	return rows
}

// row fills in the numbers of a row.
func (c *cell) row(r Row, m measure, o Options) Row {
	r.Model, r.Mix, r.Errored, r.Level, r.Simulated = c.model, c.mix, c.errored, o.Level, c.simulated()
	var values, bounds []float64
	for _, s := range c.tasks {
		if v, ok := m(s.scored, 0); ok {
			values = append(values, v)
			r.Episodes += len(s.scored)
			if s.inProcess {
				r.InProcess++
			}
		}
		if v, ok := m(s.scored, s.errored); ok {
			bounds = append(bounds, v)
		}
	}
	r.Tasks = len(values)
	if len(values) > 0 {
		r.Value = new(mean(values))
	}
	if len(bounds) > 0 {
		r.Bound = new(mean(bounds))
	}
	if low, high, kind := o.interval(values); kind != "" {
		r.Low, r.High, r.Interval = &low, &high, kind
	}
	return r
}

// measure is a metric of one task: of its scored episodes, and of so many further
// ones counted as never solved. It is not ok where it is undefined.
type measure func(scored []Outcome, unsolved int) (value float64, ok bool)

// average is the mean of a value over a task's episodes.
func average(value func(Outcome) float64) measure {
	return func(scored []Outcome, unsolved int) (float64, bool) {
		n := len(scored) + unsolved
		if n == 0 {
			return 0, false
		}
		var sum float64
		for _, p := range scored {
			sum += value(p)
		}
		return sum / float64(n), true
	}
}

// share is the share of a task's episodes for which something holds.
func share(holds func(Outcome) bool) measure {
	return average(func(p Outcome) float64 {
		if holds(p) {
			return 1
		}
		return 0
	})
}

// passAt is pass@k@t of a task.
func passAt(k, t int) measure {
	return func(scored []Outcome, unsolved int) (float64, bool) {
		solved := 0
		for _, p := range scored {
			if p.Solved(t) {
				solved++
			}
		}
		return PassAtK(len(scored)+unsolved, solved, k)
	}
}
