package reports

import (
	"encoding/json"
	"strings"

	"dialogo/bench"
)

// transcripts are the episodes in the page, as JSON for its script.
type transcripts struct {
	Data     json.RawMessage
	Embedded int // the first so many episodes of the plan
	Total    int
}

// Bounds on what one turn shows.
const (
	maxFailing     = 40
	maxCases       = 400
	maxDiagnostics = 20
)

// transcriptWriter builds the JSON, episode by episode.
type transcriptWriter struct {
	v     *view
	data  transcriptData
	index map[string]int // of texts
	tasks map[string]int
	size  int // bytes of JSON so far, nearly
}

// transcripts writes as many episodes of the plan as fit the budget in bytes.
func (v *view) transcripts(budget int) (transcripts, error) {
	w := &transcriptWriter{v: v, index: map[string]int{}, tasks: map[string]int{}}
	w.data = transcriptData{Samples: v.rec.Study.Samples, Tasks: []transcriptTask{}, Episodes: []transcript{}}
	w.text("") // index 0 is no text
	for _, m := range v.models {
		w.data.Models = append(w.data.Models, transcriptName{Key: m.Name, Name: m.Name})
	}
	for _, x := range v.mixes {
		w.data.Mixes = append(w.data.Mixes, transcriptName{x.key, x.Notation, x.Letter})
	}
	for _, s := range append(bench.Statuses(), bench.NotRun) {
		w.data.Statuses = append(w.data.Statuses, string(s))
	}
	for i := range v.rec.Episodes {
		fits, err := w.add(&v.rec.Episodes[i], budget)
		if err != nil {
			return transcripts{}, err
		}
		if !fits {
			break
		}
	}
	w.data.Open = w.opener()
	b, err := json.Marshal(w.data)
	return transcripts{b, len(w.data.Episodes), len(v.rec.Episodes)}, err
}

// opener picks the episode to show first: one that shows at a glance what the
// page is about, a solution found by feedback with every turn changing the code.
func (w *transcriptWriter) opener() int {
	best, turn := 0, 0
	for i, e := range w.data.Episodes {
		if e.Solved > turn && e.Solved <= 2 && everyTurnChanges(e.Turns) {
			best, turn = i, e.Solved
		}
	}
	return best
}

func everyTurnChanges(turns []transcriptTurn) bool {
	for i, t := range turns {
		if t.Code == 0 || i > 0 && len(t.Edits) == 0 {
			return false
		}
	}
	return true
}

// add writes an episode, or nothing if it does not fit the budget.
func (w *transcriptWriter) add(e *bench.Episode, budget int) (fits bool, err error) {
	texts, tasks, size := len(w.data.Texts), len(w.data.Tasks), w.size
	t := w.episode(e)
	b, err := json.Marshal(t)
	if err != nil {
		return false, err
	}
	w.size += len(b) + 1
	if w.size <= budget {
		w.data.Episodes = append(w.data.Episodes, t)
		return true, nil
	}
	for _, s := range w.data.Texts[texts:] {
		delete(w.index, s)
	}
	w.data.Texts, w.data.Tasks, w.size = w.data.Texts[:texts], w.data.Tasks[:tasks], size
	return false, nil
}

// text puts an untrusted text into the table and returns its index.
func (w *transcriptWriter) text(s string) int { return w.intern(shown(s)) }

// intern puts a text that is fit to be shown into the table.
func (w *transcriptWriter) intern(s string) int {
	i, ok := w.index[s]
	if !ok {
		i = len(w.data.Texts)
		w.data.Texts = append(w.data.Texts, s)
		w.index[s] = i
		b, _ := json.Marshal(s) // a string always marshals
		w.size += len(b) + 1
	}
	return i
}

func (w *transcriptWriter) episode(e *bench.Episode) transcript {
	t := transcript{Sample: e.Sample, Stopped: oneLine(e.Stopped), Solved: -1, Simulated: e.Simulated, Turns: []transcriptTurn{}}
	for i, m := range w.v.models {
		if m.label == e.Model {
			t.Model = i
		}
	}
	for i, x := range w.v.mixes {
		if x.key == e.Mix {
			t.Mix = i
		}
	}
	t.Task = w.task(e.Task)
	for i := range e.Turns {
		t.Turns = append(t.Turns, w.turn(e, i, t.Task))
		if t.Solved < 0 && e.Turns[i].Verdict.Status == bench.Passed {
			t.Solved = i
		}
	}
	if e.Error != nil {
		t.Error = &transcriptError{e.Error.Turn, oneLine(e.Error.Step), oneLine(e.Error.Cause), w.text(w.v.errorText(e.Error))}
	}
	return t
}

// errorText is an error's first line, without the run folder's place: a stack
// trace or a path would differ from run to run and from machine to machine.
func (v *view) errorText(e *bench.EpisodeError) string {
	first, _, _ := strings.Cut(e.Message, "\n")
	if v.rec.Dir != "" && v.rec.Dir != "." {
		first = strings.ReplaceAll(first, v.rec.Dir, "the run folder")
	}
	return first
}

// task writes a task the first time one of its episodes is written.
func (w *transcriptWriter) task(id string) int {
	if i, ok := w.tasks[id]; ok && i < len(w.data.Tasks) {
		return i
	}
	t := transcriptTask{Key: id, Name: oneLine(id)}
	for i := range w.v.rec.Tasks {
		b := &w.v.rec.Tasks[i]
		if b.ID != id {
			continue
		}
		t.Title, t.Difficulty, t.Prompt = oneLine(b.Title), oneLine(b.Difficulty), w.text(bench.TaskMessage(b))
		t.InProcess = b.Trust() == bench.TrustInProcess
		for _, c := range b.Cases {
			t.Cases = append(t.Cases, transcriptCase{oneLine(c.ID), c.Visible, w.text(c.Call(b.Entry)), w.text(wanted(b, c)), w.text(c.Note)})
		}
	}
	w.size += 80 + 60*len(t.Cases)
	w.tasks[id] = len(w.data.Tasks)
	w.data.Tasks = append(w.data.Tasks, t)
	return w.tasks[id]
}

// wanted says what a case expects.
func wanted(t *bench.Task, c bench.Case) string {
	switch {
	case c.Panics:
		return "a panic"
	case c.Want != "":
		return c.Want
	case t.Checker != "":
		return "what the task’s checker accepts"
	}
	return "no panic"
}

func (w *transcriptWriter) turn(e *bench.Episode, i, task int) transcriptTurn {
	b := &e.Turns[i]
	t := transcriptTurn{Status: w.status(b.Verdict.Status), Carried: b.Carried,
		Code: w.intern(wholeLines(b.Extraction.Code)), Rule: oneLine(b.Extraction.Rule)}
	for _, n := range b.Extraction.Notes {
		t.Notes = append(t.Notes, w.text(n))
	}
	if i > 0 {
		t.Edits = lineEdits(wholeLines(e.Turns[i-1].Extraction.Code), w.data.Texts[t.Code])
	}
	t.Before, t.After = w.around(b)
	for _, d := range b.Verdict.Diagnostics[:min(maxDiagnostics, len(b.Verdict.Diagnostics))] {
		t.Diagnostics = append(t.Diagnostics, transcriptMessage{d.Line, w.text(d.String())})
	}
	t.Cases, t.Failing, t.More = w.cases(b.Verdict.Cases, w.data.Tasks[task].Cases)
	for _, f := range b.Feedback {
		t.Feedback = append(t.Feedback, transcriptFeedback{oneLine(f.Source), oneLine(f.Title), w.text(strings.TrimSpace(f.Text)), f.Fresh, f.Simulated})
	}
	return t
}

// around is what the reply said before and after its code: all of it where the
// code is not in the reply word for word. Without the call there is nothing.
func (w *transcriptWriter) around(t *bench.Turn) (before, after int) {
	if w.v.rec.Dir == "" || t.Call == "" {
		return 0, 0
	}
	c, err := w.v.rec.Call(t.Call)
	if err != nil {
		return w.text("(the reply is not in the run folder)"), 0
	}
	reply := strings.ReplaceAll(c.Text, "\r\n", "\n")
	head, tail, found := reply, "", false
	if code := t.Extraction.Code; strings.TrimSpace(code) != "" {
		head, tail, found = cutLast(reply, code)
	}
	if !found {
		return w.text(strings.TrimSpace(reply)), 0
	}
	return w.text(strings.TrimSpace(withoutFence(head))), w.text(strings.TrimSpace(withoutFence(tail)))
}

// cutLast cuts s around the last occurrence of sep.
func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// withoutFence drops a fence that stands alone before or after the code.
func withoutFence(s string) string {
	lines := strings.Split(s, "\n")
	mark := func(l string) bool {
		l = strings.TrimSpace(l)
		return strings.HasPrefix(l, "```") || strings.HasPrefix(l, "~~~")
	}
	for n := len(lines); n > 0 && (strings.TrimSpace(lines[n-1]) == "" || mark(lines[n-1])); n = len(lines) {
		stop := mark(lines[n-1])
		if lines = lines[:n-1]; stop {
			return strings.Join(lines, "\n")
		}
	}
	for len(lines) > 0 && (strings.TrimSpace(lines[0]) == "" || mark(lines[0])) {
		stop := mark(lines[0])
		if lines = lines[1:]; stop {
			break
		}
	}
	return strings.Join(lines, "\n")
}

// cases writes the outcomes of all cases as letters, and those that failed in full.
func (w *transcriptWriter) cases(results []bench.CaseResult, known []transcriptCase) (letters string, failing []transcriptFailing, more int) {
	position := map[string]int{}
	for i, c := range known {
		position[c.ID] = i
	}
	var b strings.Builder
	for i, r := range results {
		if i < maxCases {
			b.WriteByte(caseLetter(r))
		}
		if r.Status == bench.Passed || r.Status == bench.NotRun {
			continue
		}
		if len(failing) == maxFailing {
			more++
			continue
		}
		f := transcriptFailing{Case: -1, Name: oneLine(r.Case), Status: w.status(r.Status), Got: w.text(r.Got), Message: w.text(r.Message)}
		if at, ok := position[f.Name]; ok {
			f.Case = at
		}
		failing = append(failing, f)
	}
	return b.String(), failing, more
}

// caseLetter is a case's outcome in one letter, capital when the case is visible.
func caseLetter(r bench.CaseResult) byte {
	letter := byte('?')
	switch r.Status {
	case bench.Passed:
		letter = 'p'
	case bench.WrongAnswer:
		letter = 'w'
	case bench.RuntimeError:
		letter = 'r'
	case bench.Timeout:
		letter = 't'
	case bench.Memory:
		letter = 'm'
	case bench.NotRun:
		letter = 'n'
	}
	if r.Visible && letter != '?' {
		letter -= 'a' - 'A'
	}
	return letter
}

// status is a status's position in the data's list.
func (w *transcriptWriter) status(s bench.Status) int {
	if r := s.Rank(); r >= 0 {
		return r
	}
	return len(w.data.Statuses) - 1 // NotRun
}
