package reports

import (
	"html/template"
	"strconv"

	"dialogo/bench"
	"dialogo/scoring"
)

// gainModel is what each mix brings a model over the first mix of the study.
type gainModel struct {
	Name      string
	Simulated bool
	Chart     template.HTML
	Rows      []gainTableRow
}

// gainTableRow compares a mix with the first, episode by episode: the counts are
// of (task, sample) pairs that were scored under both.
type gainTableRow struct {
	Mix    mixView
	First  bool
	Recall string
	Gain   string
	pairCount
}

// pairCount counts pairs of episodes by which of the two solved the task.
type pairCount struct{ Both, OnlyThis, OnlyFirst, Neither int }

// gains compares every mix with the first one, model by model.
func (v *view) gains() []gainModel {
	var all []gainModel
	for i, m := range v.models {
		g := gainModel{Name: m.Name, Simulated: m.Simulated}
		var rows []gainRow
		for j, x := range v.mixes {
			e, _ := v.score(m, x, scoring.Recall, 0)
			r := gainRow{mix: x.index, name: x.Letter + " " + x.Notation, recall: e}
			if j > 0 && e.Value != nil && rows[0].recall.Value != nil {
				r.gain = new(*e.Value - *rows[0].recall.Value)
			}
			rows = append(rows, r)
			g.Rows = append(g.Rows, gainTableRow{x, j == 0, percentText(e.Value), pointsText(r.gain), v.pairs(m, v.mixes[0], x)})
		}
		g.Chart = gainChart("gain-"+strconv.Itoa(i), m.Name+": Recall by mix, and its gain over the first mix in percentage points", rows)
		all = append(all, g)
	}
	return all
}

// pairs counts, for one model, what two mixes made of the same task and sample.
func (v *view) pairs(m modelView, first, this mixView) pairCount {
	var c pairCount
	for _, t := range v.rec.Tasks {
		for sample := range v.rec.Study.Samples {
			a, okA := v.outcome(bench.Key{Model: m.label, Mix: first.key, Task: t.ID, Sample: sample})
			b, okB := v.outcome(bench.Key{Model: m.label, Mix: this.key, Task: t.ID, Sample: sample})
			if !okA || !okB {
				continue
			}
			switch a, b := a.Solved(v.last()), b.Solved(v.last()); {
			case a && b:
				c.Both++
			case b:
				c.OnlyThis++
			case a:
				c.OnlyFirst++
			default:
				c.Neither++
			}
		}
	}
	return c
}

// outcome is an episode's outcome, if it is there and scored.
func (v *view) outcome(k bench.Key) (scoring.Outcome, bool) {
	e, ok := v.episodes[k]
	if !ok {
		return nil, false
	}
	return scoring.OutcomeOf(e, v.rec.Study.Turns)
}

// statusModel is a model's verdicts by turn, a chart a mix.
type statusModel struct {
	Name      string
	Simulated bool
	Charts    []statusFigure
}

// statusFigure is the chart of one mix, and its counts by status and turn.
type statusFigure struct {
	Mix    mixView
	Scored int
	Chart  template.HTML
	Counts []statusCount
}

type statusCount struct {
	Status string
	Turns  []int
}

// statusLabel is an entry of the legend.
type statusLabel struct {
	Key         template.HTML
	Name, Words string
}

// statuses tallies the verdicts of scored episodes by turn. An episode that
// stopped stays at its last verdict, so that every bar counts the same episodes.
func (v *view) statuses() []statusModel {
	tallies := map[[2]string][]statusTally{}
	for i := range v.rec.Episodes {
		e := &v.rec.Episodes[i]
		if _, ok := scoring.OutcomeOf(e, v.rec.Study.Turns); !ok {
			continue
		}
		key := [2]string{e.Model, e.Mix}
		if tallies[key] == nil {
			tallies[key] = newTallies(v.rec.Study.Turns)
		}
		for t := range v.rec.Study.Turns {
			tallies[key][t][e.Turns[min(t, len(e.Turns)-1)].Verdict.Status]++
		}
	}
	var all []statusModel
	for i, m := range v.models {
		s := statusModel{Name: m.Name, Simulated: m.Simulated}
		for _, x := range v.mixes {
			t := tallies[[2]string{m.label, x.key}]
			if t == nil {
				t = newTallies(v.rec.Study.Turns)
			}
			id := "status-" + strconv.Itoa(i) + "-" + strconv.Itoa(x.index)
			chart := statusChart(id, m.Name+", mix "+x.Letter+" "+x.Notation+": verdicts by turn", t)
			s.Charts = append(s.Charts, statusFigure{x, t[0].total(), chart, statusCounts(t)})
		}
		all = append(all, s)
	}
	return all
}

func newTallies(turns int) []statusTally {
	all := make([]statusTally, max(1, turns))
	for i := range all {
		all[i] = statusTally{}
	}
	return all
}

func statusCounts(turns []statusTally) []statusCount {
	var all []statusCount
	for _, st := range stackOrder() {
		c := statusCount{Status: statusWords(st)}
		for _, t := range turns {
			c.Turns = append(c.Turns, t[st])
		}
		all = append(all, c)
	}
	return all
}

// statusLabels explains the statuses, best first.
func statusLabels() []statusLabel {
	words := map[bench.Status]string{
		bench.Passed: "every case passed, hidden ones too", bench.WrongAnswer: "it returned something else",
		bench.Memory: "over the memory limit", bench.Timeout: "over the time limit",
		bench.RuntimeError: "panic, exit or deadlock", bench.CompileError: "the compiler refused it",
		bench.NoCode: "the reply held no Go code",
	}
	var all []statusLabel
	for _, st := range stackOrder() {
		all = append(all, statusLabel{statusKey(st), statusWords(st), words[st]})
	}
	return all
}
