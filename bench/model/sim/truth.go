package sim

import (
	"context"
	"fmt"
	"strings"

	"dialogo/bench"

	"golang.org/x/sync/errgroup"
)

// Setting is under what a student's scores are to be computed.
type Setting struct {
	Mix bench.Mix
	// Turns at most, counting turn 0; at least 1.
	Turns int
	Stop  bench.StopRule
}

// Truth are expected scores, exact but for rounding: the values that the scores of
// a run converge to as its samples grow. They are means over tasks.
type Truth struct {
	Score
	// Tasks are the scores task by task, in the order the student was given them.
	Tasks []TaskTruth
}

// TaskTruth are the expected scores of one task.
type TaskTruth struct {
	Task string
	Score
}

// Score are expected scores, 0 to 1. Solved[t] is the chance that an answer passed
// at turn t or before, State[t] that the answer at turn t passes. Recall is Solved
// at the last turn, MRR the mean of 1/(1+first solved turn), 0 if never.
type Score struct {
	Recall, MRR   float64
	Solved, State []float64
}

// Truth computes what the student's scores are under each setting, given its
// tasks. Each state of each task is judged once; the settings share the verdicts.
//
// The mix's real sources write their feedback on each state, and the evidence is
// read from that text by the code the student itself uses. Sources must answer
// alike at every turn and draw, as all of dialogo's do with the simulated critic.
// Not covered: repair_imports, which makes code the student does not know.
//
// The chain, a task: p(0) is the distribution of states at turn 0. An episode that
// the stop rule ends in state i stays there. Otherwise the next state follows from
// the evidence in state i ([Params]), or is drawn anew after a fresh start, or is
// the same if the mix has nothing to say.
func (s *Student) Truth(ctx context.Context, judge bench.Judge, settings ...Setting) ([]Truth, error) {
	verdicts, err := s.judgeAll(ctx, judge)
	if err != nil {
		return nil, err
	}
	truths := make([]Truth, len(settings))
	for i, set := range settings {
		if set.Turns < 1 {
			return nil, bench.Usagef("truth: turns: %d is out of range: at least 1", set.Turns)
		}
		for _, id := range s.order {
			score, err := s.taskTruth(ctx, id, verdicts[id], set)
			if err != nil {
				return nil, err
			}
			truths[i].Tasks = append(truths[i].Tasks, TaskTruth{id, score})
		}
		truths[i].Score = mean(truths[i].Tasks, set.Turns)
	}
	return truths, nil
}

// judged is a state's code as the harness would extract it, and its verdict.
type judged struct {
	extraction bench.Extraction
	verdict    bench.Verdict
}

// judgeAll judges every state of every task, several at a time.
func (s *Student) judgeAll(ctx context.Context, judge bench.Judge) (map[string][]judged, error) {
	all := map[string][]judged{}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(16)
	for _, id := range s.order {
		cat, err := s.Catalogue(id)
		if err != nil {
			return nil, err
		}
		task, states := s.known[id].task, cat.States()
		all[id] = make([]judged, len(states))
		for i, st := range states {
			j := &all[id][i]
			g.Go(func() (err error) {
				j.extraction = bench.Extract(codeBlock(cat, st), task)
				j.verdict, err = judge.Judge(ctx, task, j.extraction.Code)
				if err != nil {
					err = fmt.Errorf("truth: task %q, state %v: %w", id, st, err)
				}
				return err
			})
		}
	}
	return all, g.Wait()
}

// taskTruth runs one task's chain.
func (s *Student) taskTruth(ctx context.Context, id string, verdicts []judged, set Setting) (Score, error) {
	l := s.known[id]
	cat, err := l.catalogue()
	if err != nil {
		return Score{}, err
	}
	c := chain{start: s.params.start(cat, s.name, l.task)}
	states := cat.States()
	index := map[State]int{}
	for i, st := range states {
		index[st] = i
	}
	for i, st := range states {
		c.passes = append(c.passes, verdicts[i].verdict.Status == bench.Passed)
		row, err := s.row(ctx, l.task, cat, st, verdicts[i], set, c.start, index)
		if err != nil {
			return Score{}, fmt.Errorf("truth: task %q, state %v: %w", id, st, err)
		}
		c.next = append(c.next, row)
	}
	return c.score(set.Turns), nil
}

// row is where the chain goes from one state, in the order of states.
func (s *Student) row(ctx context.Context, t *bench.Task, cat *Catalogue, st State, j judged, set Setting, start []float64, index map[State]int) ([]float64, error) {
	row := make([]float64, len(index))
	if ends(set.Stop, j.verdict) {
		row[index[st]] = 1
		return row, nil
	}
	text, fresh, err := said(ctx, set.Mix, t, j)
	switch {
	case err != nil:
		return nil, err
	case fresh:
		return start, nil
	case text == "":
		row[index[st]] = 1
		return row, nil
	}
	for to, p := range s.params.step(cat, st, observe(text)) {
		row[index[to]] += p
	}
	return row, nil
}

// ends mirrors the runner's stop rule.
func ends(rule bench.StopRule, v bench.Verdict) bool {
	return rule != bench.StopNever && (v.Status == bench.Passed || rule == bench.StopVisible && v.VisiblePassed())
}

// said is what a mix says about an answer, as it stands in the next message.
func said(ctx context.Context, mix bench.Mix, t *bench.Task, j judged) (text string, fresh bool, err error) {
	x := &bench.Exchange{Task: t, Turns: []bench.Turn{{Extraction: j.extraction, Verdict: j.verdict}}, Draw: "s0"}
	var b strings.Builder
	for _, source := range mix.Sources {
		f, err := source.Feedback(ctx, x)
		if err != nil {
			return "", false, err
		}
		x.Given = append(x.Given, f)
		fresh = fresh || f.Fresh
		if strings.TrimSpace(f.Text) == "" {
			continue
		}
		if f.Title != "" {
			b.WriteString("## " + f.Title + "\n\n")
		}
		b.WriteString(f.Text + "\n\n")
	}
	return b.String(), fresh, nil
}

// chain is a Markov chain over a task's states.
type chain struct {
	start  []float64
	next   [][]float64 // next[i][j] is the chance to go from i to j
	passes []bool
}

// score runs the chain. It carries two distributions: over the states of episodes
// that have not passed yet, and of those that have.
func (c chain) score(turns int) Score {
	var s Score
	open, done := make([]float64, len(c.start)), make([]float64, len(c.start))
	incoming := c.start
	for t := range turns {
		if t > 0 {
			incoming, done = c.move(open), c.move(done)
			open = make([]float64, len(c.start))
		}
		var first float64
		for i, p := range incoming {
			if c.passes[i] {
				done[i] += p
				first += p
			} else {
				open[i] = p
			}
		}
		s.Recall += first
		s.MRR += first / float64(t+1)
		s.Solved = append(s.Solved, s.Recall)
		var now float64
		for i, p := range done {
			if c.passes[i] {
				now += p
			}
		}
		s.State = append(s.State, now)
	}
	return s
}

// move is the distribution one turn later.
func (c chain) move(from []float64) []float64 {
	to := make([]float64, len(from))
	for i, p := range from {
		for j, q := range c.next[i] {
			to[j] += p * q
		}
	}
	return to
}

// mean averages the scores of tasks.
func mean(tasks []TaskTruth, turns int) Score {
	m := Score{Solved: make([]float64, turns), State: make([]float64, turns)}
	n := float64(len(tasks))
	for _, t := range tasks {
		m.Recall += t.Recall / n
		m.MRR += t.MRR / n
		for i := range turns {
			m.Solved[i] += t.Solved[i] / n
			m.State[i] += t.State[i] / n
		}
	}
	return m
}
