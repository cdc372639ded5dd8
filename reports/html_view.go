package reports

import (
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dialogo/bench"
	"dialogo/scoring"
)

// view is a run as all sections of the page see it: its names made fit to be
// shown, its scores and episodes within reach.
type view struct {
	rec      *bench.Record
	rows     map[rowKey]scoring.Row
	models   []modelView
	mixes    []mixView
	episodes map[bench.Key]*bench.Episode
	confid   float64
}

// rowKey finds a row. For "recall" and "mrr" the turn is left 0: there is one.
type rowKey struct {
	model, mix, metric string
	k, turn            int
}

// modelView is a model of the study.
type modelView struct {
	label     string // as in keys
	Name      string
	Simulated bool
}

// mixView is a mix of the study, with how it looks in charts.
type mixView struct {
	index    int
	key      string // as in keys
	Letter   string
	Class    string
	Notation string
	Wrapping template.HTML // the notation, which may be broken after a +
	Words    string
	Swatch   template.HTML
}

func newView(rec *bench.Record, rows []scoring.Row) *view {
	v := &view{rec: rec, rows: map[rowKey]scoring.Row{}, episodes: map[bench.Key]*bench.Episode{}, confid: 0.95}
	for _, r := range rows {
		k := rowKey{r.Model, r.Mix, r.Metric, r.K, r.Turn}
		if r.Metric == scoring.Recall || r.Metric == scoring.MRR {
			k.turn = 0
		}
		v.rows[k] = r
		if r.Level > 0 {
			v.confid = r.Level
		}
	}
	for i := range rec.Episodes {
		v.episodes[rec.Episodes[i].Key] = &rec.Episodes[i]
	}
	simulated := simulatedModels(rec)
	for _, m := range rec.Study.Models {
		v.models = append(v.models, modelView{m.Label(), v.unusedName(modelName(m.Label())), simulated[m.Label()]})
	}
	for i, m := range rec.Study.Mixes {
		v.mixes = append(v.mixes, mixView{i, m, mixLetter(i), mixClass(i), oneLine(m), wrapping(oneLine(m)), mixWords(m), mixSwatch(i, oneLine(m))})
	}
	return v
}

// unusedName tells apart models whose shortened names are equal.
func (v *view) unusedName(name string) string {
	for n, try := 2, name; ; n++ {
		if !slices.ContainsFunc(v.models, func(m modelView) bool { return m.Name == try }) {
			return try
		}
		try = name + " (" + strconv.Itoa(n) + ")"
	}
}

// model is the model with a label.
func (v *view) model(label string) modelView {
	for _, m := range v.models {
		if m.label == label {
			return m
		}
	}
	return modelView{label: label, Name: modelName(label)}
}

// fragment is the part of the page's address that opens an episode's transcript.
func (v *view) fragment(k bench.Key) string {
	return url.Values{"model": {v.model(k.Model).Name}, "mix": {k.Mix}, "task": {k.Task}, "sample": {strconv.Itoa(k.Sample)}}.Encode()
}

// mixWords says in words what a mix tells the model; empty if a source is not known here.
func mixWords(notation string) string {
	words := map[string]string{
		"compile": "compiler messages", "exec:partial": "failing visible cases", "exec:full": "all failing cases",
		"verbal:novice": "a novice’s words", "verbal:expert": "an expert’s words",
		"retry": "only “that was wrong, try again”", "resample": "no feedback, an independent new attempt",
		"oracle": "the reference solution",
	}
	var parts []string
	for _, s := range strings.Split(notation, "+") {
		w, ok := words[s]
		if !ok {
			return ""
		}
		parts = append(parts, w)
	}
	return strings.Join(parts, ", ")
}

// level is the confidence of the intervals in words.
func (v *view) level() string {
	return strconv.FormatFloat(v.confid*100, 'f', -1, 64) + "%"
}

// score is a metric of a model under a mix.
func (v *view) score(m modelView, x mixView, metric string, turn int) (estimate, scoring.Row) {
	r := v.rows[rowKey{m.label, x.key, metric, 0, turn}]
	return estimate{r.Value, r.Low, r.High}, r
}

// last is the last turn.
func (v *view) last() int { return max(0, v.rec.Study.Turns-1) }

// boardModel is a model's rows of the leaderboard.
type boardModel struct {
	Name      string
	Simulated bool
	Rows      []boardRow
	best      [2]float64 // Recall, then MRR
}

// boardRow is a model under a mix.
type boardRow struct {
	Mix                  mixView
	Solved0, Recall, MRR boardCell
	Scored, Errored      int
	Cause, Causes        string // of the errored: the most frequent, and all
	Bound                string
}

// boardCell is a number with its interval, as text and as picture.
type boardCell struct {
	Value, Span string
	Bar         template.HTML
}

func newBoardCell(e estimate, write func(*float64) string) boardCell {
	return boardCell{write(e.Value), e.span(write), intervalBar(e, write)}
}

// board is the leaderboard: models by their best Recall, then the MRR that goes
// with it; mixes in study order.
func (v *view) board() []boardModel {
	var all []boardModel
	for _, m := range v.models {
		b := boardModel{Name: m.Name, Simulated: m.Simulated, best: [2]float64{-1, -1}}
		for _, x := range v.mixes {
			solved0, _ := v.score(m, x, scoring.Solved, 0)
			recall, r := v.score(m, x, scoring.Recall, 0)
			mrr, _ := v.score(m, x, scoring.MRR, 0)
			if recall.Value != nil && mrr.Value != nil {
				if s := [2]float64{*recall.Value, *mrr.Value}; slices.Compare(s[:], b.best[:]) > 0 {
					b.best = s
				}
			}
			row := boardRow{
				Mix: x, Solved0: newBoardCell(solved0, percentText), Recall: newBoardCell(recall, percentText),
				MRR: newBoardCell(mrr, shareText), Scored: r.Episodes, Errored: r.Errored, Bound: percentText(r.Bound),
			}
			c := causesOf(v.rec, func(k bench.Key) bool { return k.Model == m.label && k.Mix == x.key })
			row.Cause, row.Causes = oneLine(c.short()), oneLine(c.words())
			b.Rows = append(b.Rows, row)
		}
		all = append(all, b)
	}
	slices.SortStableFunc(all, func(a, b boardModel) int { return slices.Compare(b.best[:], a.best[:]) })
	return all
}

// curves draws a metric by turn, one chart a model.
func (v *view) curves(metric string) []figure {
	var all []figure
	for i, m := range v.models {
		c := curveChart{id: "curves-" + metric + "-" + strconv.Itoa(i), turns: v.rec.Study.Turns,
			title: m.Name + ": " + metric + "@t by turn, a curve for each mix"}
		for _, x := range v.mixes {
			k := curve{mix: x.index, name: x.Letter + " " + x.Notation}
			for t := range v.rec.Study.Turns {
				e, _ := v.score(m, x, metric, t)
				k.points = append(k.points, e)
			}
			c.curves = append(c.curves, k)
		}
		all = append(all, figure{m.Name, m.Simulated, c.html()})
	}
	return all
}

// stateDiffers reports whether state@t anywhere differs from solved@t.
func (v *view) stateDiffers() bool {
	for k, r := range v.rows {
		if k.metric != scoring.State {
			continue
		}
		k.metric = scoring.Solved
		if s := v.rows[k]; r.Value != nil && s.Value != nil && *r.Value != *s.Value {
			return true
		}
	}
	return false
}

// numberRow is a metric of a model under a mix, over the turns.
type numberRow struct {
	Model, Metric string
	Mix           mixView
	Cells         []boardCell
}

// numbers are the numbers behind the charts.
func (v *view) numbers() []numberRow {
	var all []numberRow
	for _, m := range v.models {
		for _, x := range v.mixes {
			for _, metric := range []string{scoring.Solved, scoring.State, scoring.CCW} {
				row := numberRow{Model: m.Name, Metric: metric + "@t", Mix: x}
				for t := range v.rec.Study.Turns {
					e, _ := v.score(m, x, metric, t)
					row.Cells = append(row.Cells, boardCell{Value: percentText(e.Value), Span: e.span(percentText)})
				}
				all = append(all, row)
			}
			all = append(all, v.passRows(m, x)...)
		}
	}
	return all
}

// passRows are pass@k@t for every k above 1; pass@1 is solved@t.
func (v *view) passRows(m modelView, x mixView) []numberRow {
	var ks []int
	for k := range v.rows {
		if k.model == m.label && k.mix == x.key && k.metric == scoring.Pass && k.k > 1 && k.turn == 0 {
			ks = append(ks, k.k)
		}
	}
	slices.Sort(ks)
	var all []numberRow
	for _, k := range ks {
		row := numberRow{Model: m.Name, Metric: "pass@" + strconv.Itoa(k) + "@t", Mix: x}
		for t := range v.rec.Study.Turns {
			r := v.rows[rowKey{m.label, x.key, scoring.Pass, k, t}]
			e := estimate{r.Value, r.Low, r.High}
			row.Cells = append(row.Cells, boardCell{Value: percentText(e.Value), Span: e.span(percentText)})
		}
		all = append(all, row)
	}
	return all
}
