package reports

import (
	"fmt"
	"html/template"
	"strconv"

	"dialogo/bench"
)

// taskTable is the heat map: a row a task, a column a model and mix.
type taskTable struct {
	Rows    []taskRow
	Totals  []string // solved, by column
	Samples int
}

type taskRow struct {
	ID, Title, Difficulty string
	InProcess             bool
	Cells                 []taskCell
}

// taskCell says when a task was solved. Its text says all that its colour says.
type taskCell struct {
	Class string
	Group bool // the first of its model
	Text  string
	Words string       // for the tooltip and screen readers
	Link  template.URL // to the transcript; empty if there is none
}

// taskTable tells of every task in every cell of the study. Only the first
// embedded episodes have transcripts to link to.
func (v *view) taskTable(embedded int) taskTable {
	linked := map[bench.Key]bool{}
	for _, e := range v.rec.Episodes[:embedded] {
		linked[e.Key] = true
	}
	t := taskTable{Samples: v.rec.Study.Samples}
	solved := make([]int, len(v.models)*len(v.mixes))
	scored := make([]int, len(solved))
	for _, task := range v.rec.Tasks {
		row := taskRow{ID: oneLine(task.ID), Title: oneLine(task.Title), Difficulty: oneLine(task.Difficulty),
			InProcess: task.Trust() == bench.TrustInProcess}
		for i, m := range v.models {
			for j, x := range v.mixes {
				s := v.tally(bench.Key{Model: m.label, Mix: x.key, Task: task.ID})
				c := s.cell(v.rec.Study.Samples)
				c.Group = j == 0
				c.Words = m.Name + ", " + x.Notation + ": " + c.Words
				if s.first.Task != "" && linked[s.first] {
					c.Link = template.URL("#" + v.fragment(s.first))
				}
				solved[i*len(v.mixes)+j] += s.solved
				scored[i*len(v.mixes)+j] += s.scored
				row.Cells = append(row.Cells, c)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	for i := range solved {
		t.Totals = append(t.Totals, fmt.Sprintf("%d/%d", solved[i], scored[i]))
	}
	return t
}

// cellTally sums up the samples of a task in a cell.
type cellTally struct {
	first                           bench.Key // the first sample there is
	played, scored, errored, solved int
	turn                            int // the earliest first solved turn
}

func (v *view) tally(k bench.Key) cellTally {
	var c cellTally
	for k.Sample = range v.rec.Study.Samples {
		e, ok := v.episodes[k]
		if !ok {
			continue
		}
		if c.played++; c.played == 1 {
			c.first = k
		}
		if e.Error != nil {
			c.errored++
		}
		o, ok := v.outcome(k)
		if !ok {
			continue
		}
		c.scored++
		if t, ok := o.First(); ok {
			if c.solved++; c.solved == 1 || t < c.turn {
				c.turn = t
			}
		}
	}
	return c
}

// cell writes the tally: of one sample the first solved turn, of several how many
// solved the task.
func (c cellTally) cell(samples int) taskCell {
	switch {
	case c.played == 0:
		return taskCell{Class: "h-none", Text: " ", Words: "not run"}
	case c.scored == 0 && c.errored > 0:
		return taskCell{Class: "h-error", Text: "err", Words: "errored, not scored"}
	case c.scored == 0:
		return taskCell{Class: "h-none", Text: "…", Words: "unfinished, not scored"}
	case samples == 1 && c.solved == 0:
		return taskCell{Class: "h-never", Text: "–", Words: "never solved"}
	case samples == 1 && c.turn == 0:
		return taskCell{Class: "h-0", Text: "0", Words: "solved at turn 0, by the first answer"}
	case samples == 1:
		return taskCell{Class: "h-" + strconv.Itoa(min(c.turn, 4)), Text: strconv.Itoa(c.turn),
			Words: "solved at turn " + strconv.Itoa(c.turn)}
	}
	words := fmt.Sprintf("%d of %d samples solved", c.solved, c.scored)
	class := "h-never"
	if c.solved > 0 {
		words += ", the first at turn " + strconv.Itoa(c.turn)
		class = "h-" + strconv.Itoa(4-(3*c.solved)/c.scored)
	}
	if c.errored > 0 {
		words += fmt.Sprintf(", %d errored", c.errored)
	}
	return taskCell{Class: class, Text: fmt.Sprintf("%d/%d", c.solved, c.scored), Words: words}
}
