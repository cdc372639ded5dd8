package reports

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"dialogo/bench"
)

// wholeLines makes code fit to be compared line by line: shown text that ends in
// a newline, so that a missing last newline is no difference.
func wholeLines(code string) string {
	code = strings.Trim(shown(code), "\n")
	if code == "" {
		return ""
	}
	return code + "\n"
}

// lineEdits is how to get from one code to the next, line by line, as triples:
// so many lines stay, so many go, so many come, and again. Together with the two
// texts, which the page has anyway, this is a diff in a few bytes. It is empty
// when the texts are equal. What stays after the last triple is left out.
func lineEdits(before, after string) []int {
	var edits []int
	at := 0 // line of before
	for _, e := range udiff.Lines(before, after) {
		start := strings.Count(before[:e.Start], "\n")
		gone := strings.Count(before[e.Start:e.End], "\n")
		edits = append(edits, start-at, gone, strings.Count(e.New, "\n"))
		at = start + gone
	}
	return edits
}

// spelledLimit is up to how many episodes the page also writes all transcripts
// out for browsers without script. A longer run says where to read them instead.
const spelledLimit = 12

// spelledEpisode is a transcript as plain text.
type spelledEpisode struct {
	ID, Heading string
	Prompt      string
	Parts       []spelledPart
}

type spelledPart struct{ Heading, Text string }

func (v *view) spelled() []spelledEpisode {
	if len(v.rec.Episodes) > spelledLimit {
		return nil
	}
	var all []spelledEpisode
	for i := range v.rec.Episodes {
		all = append(all, v.spell(&v.rec.Episodes[i]))
	}
	return all
}

func (v *view) spell(e *bench.Episode) spelledEpisode {
	s := spelledEpisode{ID: v.fragment(e.Key),
		Heading: oneLine(e.Task) + " · " + v.model(e.Model).Name + " · " + oneLine(e.Mix) + " · sample " + strconv.Itoa(e.Sample)}
	for i := range v.rec.Tasks {
		if v.rec.Tasks[i].ID == e.Task {
			s.Prompt = shown(bench.TaskMessage(&v.rec.Tasks[i]))
		}
	}
	add := func(heading, text string) {
		if strings.TrimSpace(text) != "" {
			s.Parts = append(s.Parts, spelledPart{heading, text})
		}
	}
	before := ""
	for i, t := range e.Turns {
		code := wholeLines(t.Extraction.Code)
		turn := fmt.Sprintf("Turn %d", i)
		if i == 0 {
			add(turn+": code", code)
		} else {
			add(turn+": changes to the code", udiff.Unified(fmt.Sprintf("turn %d", i-1), strings.ToLower(turn), before, code))
		}
		add(turn+": verdict", verdictText(t.Verdict))
		for _, f := range t.Feedback {
			add(turn+": feedback, "+oneLine(f.Source), shown(f.Text))
		}
		before = code
	}
	if e.Error != nil {
		add("Errored", fmt.Sprintf("turn %d, %s (%s): %s", e.Error.Turn, oneLine(e.Error.Step), oneLine(e.Error.Cause), shown(v.errorText(e.Error))))
	}
	return s
}

// verdictText writes a verdict as lines of text.
func verdictText(v bench.Verdict) string {
	lines := []string{statusWords(v.Status)}
	for _, d := range v.Diagnostics[:min(maxDiagnostics, len(v.Diagnostics))] {
		lines = append(lines, shown(d.String()))
	}
	n := 0
	for _, c := range v.Cases {
		if c.Status == bench.Passed || c.Status == bench.NotRun {
			continue
		}
		if n++; n > maxFailing {
			lines = append(lines, "… and more")
			break
		}
		what := c.Message
		if c.Got != "" {
			what = "got " + c.Got
		}
		lines = append(lines, fmt.Sprintf("case %s: %s: %s", oneLine(c.Case), statusWords(c.Status), shown(what)))
	}
	return strings.Join(lines, "\n")
}
