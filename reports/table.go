package reports

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"dialogo/bench"
	"dialogo/scoring"
)

// Sizes of the terminal table, in columns.
const (
	tableWidth = 110 // beyond it, models become headings
	nameWidth  = 40  // names beyond it are cut
)

// Table prints a run's scores for a terminal: one line a model and mix with
// solved@0, Recall and MRR and their intervals, then the conditions under which
// they hold. Simulated models are marked. Names are stripped of control characters.
func Table(w io.Writer, rec *bench.Record, rows []scoring.Row) error {
	t := newTable(rec, rows)
	var out bytes.Buffer
	if t.width() <= tableWidth {
		t.flat(&out)
	} else {
		t.grouped(&out)
	}
	out.WriteByte('\n')
	for _, paragraph := range conditions(rec, rows) {
		for _, line := range wrap(paragraph, tableWidth) {
			out.WriteString(line + "\n")
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

// table is a grid of cells; the first two columns are model and mix.
type table struct {
	head  []string
	lines [][]string
}

func newTable(rec *bench.Record, rows []scoring.Row) *table {
	t := &table{head: []string{"model", "mix", "solved@0", "Recall", "MRR", "episodes", "errored"}}
	samples := rec.Study.Samples > 1
	if samples {
		t.head = slices.Insert(t.head, 3, "pass@1@0")
	}
	simulated := simulatedModels(rec)
	for _, m := range rec.Study.Models {
		name := cut(plain(m.Label()), nameWidth)
		if simulated[m.Label()] {
			name += " (simulated)"
		}
		for _, mix := range rec.Study.Mixes {
			s := pick(rows, m.Label(), mix)
			line := []string{name, mixName(mix, s.recall), percent(s.solved.Value),
				spread(s.recall, percent), spread(s.mrr, decimal), fmt.Sprint(s.recall.Episodes), errored(s.recall)}
			if samples {
				line = slices.Insert(line, 3, percent(s.pass.Value))
			}
			t.lines = append(t.lines, line)
		}
	}
	return t
}

// mixName is a mix as a cell. Under a simulated model all is simulated anyway;
// elsewhere a simulated critic is named.
func mixName(mix string, r scoring.Row) string {
	name := cut(plain(mix), nameWidth)
	if r.Simulated == "critic" {
		name += " (simulated critic)"
	}
	return name
}

// scores are the rows of a model and mix that the table shows.
type scores struct{ solved, recall, mrr, pass scoring.Row }

func pick(rows []scoring.Row, model, mix string) (s scores) {
	for _, r := range rows {
		if r.Model != model || r.Mix != mix {
			continue
		}
		switch {
		case r.Metric == scoring.Solved && r.Turn == 0:
			s.solved = r
		case r.Metric == scoring.Recall:
			s.recall = r
		case r.Metric == scoring.MRR:
			s.mrr = r
		case r.Metric == scoring.Pass && r.K == 1 && r.Turn == 0:
			s.pass = r
		}
	}
	return s
}

// simulatedModels tells which models of a study are simulated: those called
// sim/…, and those, such as a replay, whose episodes say so.
func simulatedModels(rec *bench.Record) map[string]bool {
	simulated := map[string]bool{}
	for _, m := range rec.Study.Models {
		if strings.HasPrefix(m.Name, "sim/") {
			simulated[m.Label()] = true
		}
	}
	for i := range rec.Episodes {
		if e := &rec.Episodes[i]; e.Simulated {
			simulated[e.Model] = true
		}
	}
	return simulated
}

// undefined stands where no number is: there was nothing to compute it from.
const undefined = "–"

// percent writes a share as a percentage with one decimal.
func percent(v *float64) string {
	if v == nil {
		return undefined
	}
	return fmt.Sprintf("%.1f%%", 100**v)
}

// decimal writes a number from 0 to 1 with three decimals.
func decimal(v *float64) string {
	if v == nil {
		return undefined
	}
	return fmt.Sprintf("%.3f", *v)
}

// spread writes a value and its interval, "85.0% [77.1, 91.0]".
func spread(r scoring.Row, write func(*float64) string) string {
	if r.Low == nil || r.High == nil {
		return write(r.Value)
	}
	bare := func(v *float64) string { return strings.TrimSuffix(write(v), "%") }
	return fmt.Sprintf("%s [%s, %s]", write(r.Value), bare(r.Low), bare(r.High))
}

// errored writes how many episodes errored, and then the least Recall could be.
func errored(recall scoring.Row) string {
	if recall.Errored == 0 {
		return "0"
	}
	return fmt.Sprintf("%d (≥ %s)", recall.Errored, percent(recall.Bound))
}

// widths are the columns' widths.
func (t *table) widths() []int {
	widths := make([]int, len(t.head))
	for _, line := range append(t.lines, t.head) {
		for i, cell := range line {
			widths[i] = max(widths[i], width(cell))
		}
	}
	return widths
}

const gap = 2 // between two columns

func (t *table) width() int {
	total := -gap
	for _, w := range t.widths() {
		total += w + gap
	}
	return total
}

// flat writes the model on every line.
func (t *table) flat(out *bytes.Buffer) {
	widths := t.widths()
	writeLine(out, t.head, widths, 2)
	for _, line := range t.lines {
		writeLine(out, line, widths, 2)
	}
}

// grouped writes the model once, above its lines.
func (t *table) grouped(out *bytes.Buffer) {
	widths := t.widths()[1:]
	widths[0] += gap // the indent of mixes under their model
	writeLine(out, t.head[1:], widths, 1)
	model := ""
	for _, line := range t.lines {
		if line[0] != model {
			model = line[0]
			out.WriteString(model + "\n")
		}
		indented := append([]string{strings.Repeat(" ", gap) + line[1]}, line[2:]...)
		writeLine(out, indented, widths, 1)
	}
}

// writeLine writes cells in columns, the first so many to the left, the others,
// which are numbers, to the right.
func writeLine(out *bytes.Buffer, cells []string, widths []int, left int) {
	for i, cell := range cells {
		if i > 0 {
			out.WriteString(strings.Repeat(" ", gap))
		}
		pad := strings.Repeat(" ", widths[i]-width(cell))
		if i < left {
			out.WriteString(cell + pad)
		} else {
			out.WriteString(pad + cell)
		}
	}
	out.WriteByte('\n')
}
