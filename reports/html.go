package reports

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"dialogo/bench"
	"dialogo/scoring"
)

// The report is three files: the page, its style and its behaviour. The latter two
// are written into the page, so that one file is all there is.
//
//go:embed assets/report.tmpl assets/report.css assets/report.js
var htmlAssets embed.FS

// transcriptBudget bounds the transcripts in a page, in bytes of JSON. A browser
// opens a page of this size without a pause; the demo needs a fifth of it. A
// longer run shows the first episodes of its plan and says that it does.
const transcriptBudget = 12 << 20

// WriteHTML writes the run as one HTML page that needs nothing else: no network,
// no server, no script for anything but the transcripts. It opens in any browser,
// can be mailed, printed and archived.
//
// The page is a function of the run's reproducible content: the same study with
// the same seed gives the same bytes. Times, durations, the host and the run
// folder's place are left out for that reason. Text that a model or a dataset
// wrote is escaped, stripped of its power to reorder or hide characters, and set
// by textContent only; a content security policy forbids every script, style and
// request but the page's own.
//
// The rows are those of [scoring.Score] for this record. The run folder's calls
// are read, where there are any, for what a model said around its code.
func WriteHTML(w io.Writer, rec *bench.Record, rows []scoring.Row) error {
	return writePage(w, rec, rows, transcriptBudget)
}

func writePage(w io.Writer, rec *bench.Record, rows []scoring.Row, budget int) error {
	p, err := newPage(rec, rows, budget)
	if err != nil {
		return fmt.Errorf("HTML report: %w", err)
	}
	t, err := template.ParseFS(htmlAssets, "assets/report.tmpl")
	if err != nil {
		return fmt.Errorf("HTML report: %w", err)
	}
	var b bytes.Buffer // so that an error leaves no half page behind
	if err := t.Execute(&b, p); err != nil {
		return fmt.Errorf("HTML report: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// page is what the template is filled in with.
type page struct {
	Policy  string
	Style   template.CSS
	Script  template.JS
	Hatches template.HTML

	Head     pageHead
	Models   []modelView
	Mixes    []mixView
	Board    []boardModel
	Level    string // of the intervals, e.g. "95%"
	Curves   []figure
	States   []figure // empty where state@t equals solved@t
	Numbers  []numberRow
	Turns    []int
	Gains    []gainModel
	Statuses []statusModel
	Keys     []statusLabel
	Tasks    taskTable
	Facts    []fact

	Outside, InProcess int // tasks, by where their expected answers are

	Transcripts transcripts
	Spelled     []spelledEpisode // the transcripts without script, for a short run
}

// figure is a chart with its heading.
type figure struct {
	Heading   string
	Simulated bool
	Chart     template.HTML
}

func newPage(rec *bench.Record, rows []scoring.Row, budget int) (*page, error) {
	style, err := htmlAssets.ReadFile("assets/report.css")
	if err != nil {
		return nil, err
	}
	script, err := htmlAssets.ReadFile("assets/report.js")
	if err != nil {
		return nil, err
	}
	v := newView(rec, rows)
	ts, err := v.transcripts(budget)
	if err != nil {
		return nil, err
	}
	p := &page{
		Policy: "default-src 'none'; style-src '" + sourceHash(style) + "'; script-src '" + sourceHash(script) +
			"'; img-src data:; base-uri 'none'; form-action 'none'",
		Style: template.CSS(style), Script: template.JS(script), Hatches: hatches(),
		Head: v.head(), Models: v.models, Mixes: v.mixes, Level: v.level(),
		Board: v.board(), Curves: v.curves(scoring.Solved), Numbers: v.numbers(),
		Gains: v.gains(), Statuses: v.statuses(), Keys: statusLabels(),
		Tasks: v.taskTable(ts.Embedded), Facts: v.facts(rows), InProcess: inProcess(rec), Outside: len(rec.Tasks) - inProcess(rec), Transcripts: ts, Spelled: v.spelled(),
	}
	for t := range rec.Study.Turns {
		p.Turns = append(p.Turns, t)
	}
	if v.stateDiffers() {
		p.States = v.curves(scoring.State)
	}
	return p, nil
}

// sourceHash names a script or style in the content security policy.
func sourceHash(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
