package reports

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"dialogo/bench"
	"dialogo/scoring"
)

// JudgedUnder says of what answers verdicts are and under what they were judged. Only
// verdicts for which all of it is equal can be put together.
type JudgedUnder struct {
	// Schema is the version of these files, [ResultsSchema].
	Schema string `json:"schema"`
	// Dataset and Samples are names, the hashes of the tasks and of the answers to them.
	Dataset     string `json:"dataset"`
	DatasetHash string `json:"dataset_hash"`
	Samples     string `json:"samples"`
	SamplesHash string `json:"samples_hash"`
	// Judge is the judge's version, Sandbox what isolated the answers.
	Judge   string `json:"judge"`
	Sandbox string `json:"sandbox"`
	// Required are the layers of isolation that had to hold, and Unsandboxed says that
	// they were overridden on request.
	Required    []bench.Layer `json:"sandbox_required"`
	Unsandboxed bool          `json:"unsafe_no_sandbox"`
	Limits      VerdictLimits `json:"limits"`
}

// VerdictLimits are [bench.Limits] as JSON.
type VerdictLimits struct {
	Compile    bench.Duration `json:"compile"`
	Case       bench.Duration `json:"case"`
	CaseFactor float64        `json:"case_factor"`
	MemoryMB   int            `json:"memory_mb"`
	OutputKB   int            `json:"output_kb"`
}

// Differs lists in what two sets of verdicts were judged differently, one thing a
// line; names alone make no difference, nor does what was required of the sandbox.
func (u JudgedUnder) Differs(now JudgedUnder) []string {
	var diff []string
	for _, d := range []struct{ what, was, now string }{
		{"schema", u.Schema, now.Schema},
		{"tasks (hash)", short(u.DatasetHash), short(now.DatasetHash)},
		{"samples (hash)", short(u.SamplesHash), short(now.SamplesHash)},
		{"judge", u.Judge, now.Judge},
		{"sandbox", u.Sandbox, now.Sandbox},
		{"limits.compile", u.Limits.Compile.String(), now.Limits.Compile.String()},
		{"limits.case", u.Limits.Case.String(), now.Limits.Case.String()},
		{"limits.case_factor", fmt.Sprint(u.Limits.CaseFactor), fmt.Sprint(now.Limits.CaseFactor)},
		{"limits.memory_mb", fmt.Sprint(u.Limits.MemoryMB), fmt.Sprint(now.Limits.MemoryMB)},
		{"limits.output_kb", fmt.Sprint(u.Limits.OutputKB), fmt.Sprint(now.Limits.OutputKB)},
	} {
		if d.was != d.now {
			diff = append(diff, fmt.Sprintf("  %s: was %s, is %s", d.what, d.was, d.now))
		}
	}
	return diff
}

// short is the beginning of a hash, enough to tell two apart.
func short(hash string) string { return hash[:min(len(hash), 16)] }

// VerdictSummary is what verdicts on existing answers come to: the content of
// summary.json. Nothing in it varies from run to run but Session.
type VerdictSummary struct {
	// Dialogo is the version of the program.
	Dialogo string `json:"dialogo"`
	JudgedUnder
	// Tasks are the tasks looked at; to Unanswered of them there is no answer.
	Tasks      int `json:"tasks"`
	Unanswered int `json:"tasks_without_answers"`
	// Of the tasks with an answer that was judged, Lifted are those whose expected values
	// are held outside the answer's process, InProcess those whose are not; LiftedShare is
	// from 0 to 1.
	Lifted      int     `json:"tasks_lifted"`
	InProcess   int     `json:"tasks_in_process"`
	LiftedShare float64 `json:"lifted_share"`
	// Answers were read, with Repeated equal programs among them that were not judged
	// again. Errored could not be judged, by a fault of the harness. Skipped are the
	// records left out because they were malformed.
	Answers  int `json:"answers"`
	Repeated int `json:"answers_repeated"`
	Errored  int `json:"errored"`
	Skipped  int `json:"skipped"`
	// Errors are the reasons of the errored ones, the most frequent first, up to
	// [maxReasons] of them.
	Errors []VerdictError `json:"errors,omitempty"`
	// Statuses counts the answers that were judged.
	Statuses map[bench.Status]int `json:"statuses"`
	// PassAtK has a row a k.
	PassAtK []PassAtK `json:"pass_at_k"`
	// Notes are known defects of tasks that have answers.
	Notes []VerdictNote `json:"notes,omitempty"`
	// Session is the one that the summary was written in.
	Session Session `json:"session"`
}

// Session is on what and for how long a session judged. Answers judged in earlier ones
// are not its.
type Session struct {
	Go         string  `json:"go"`
	Host       string  `json:"host"`
	Processors int     `json:"processors"`
	Jobs       int     `json:"jobs"`
	Judged     int     `json:"answers_judged"`
	Seconds    float64 `json:"duration_s"`
}

// VerdictError is a reason why answers could not be judged, and how many it concerns.
type VerdictError struct {
	Reason  string `json:"reason"`
	Answers int    `json:"answers"`
}

// maxReasons is how many reasons a summary names.
const maxReasons = 10

// CountErrors orders reasons by how many answers they concern.
func CountErrors(answers map[string]int) []VerdictError {
	var all []VerdictError
	for reason, n := range answers {
		all = append(all, VerdictError{reason, n})
	}
	slices.SortFunc(all, func(a, b VerdictError) int {
		return cmp.Or(cmp.Compare(b.Answers, a.Answers), strings.Compare(a.Reason, b.Reason))
	})
	return all[:min(len(all), maxReasons)]
}

// ErrorReason is what an answer's error has in common with those of others: the words
// of the system for what it lacks, without the file that differs from one to the next,
// and what to do.
func ErrorReason(text string) string {
	for _, known := range []struct{ words, remedy string }{
		{"no space left on device", "set TMPDIR to a folder with room"},
		{"disk quota exceeded", "set TMPDIR to a folder with room"},
		{"too many open files", "raise the limit of open files (ulimit -n), or lower --jobs"},
	} {
		if strings.Contains(text, known.words) {
			return known.words + ": " + known.remedy
		}
	}
	return cut(text, 200)
}

// VerdictNote is a known defect of a task that may bear on the verdicts.
type VerdictNote struct {
	Task string `json:"task_id"`
	Note string `json:"note"`
}

// PassAtK is the estimate of one pass@k; a nil number is undefined.
type PassAtK struct {
	K     int      `json:"k"`
	Value *float64 `json:"value"`
	// Low and High are the interval around Value, of confidence Level.
	Low  *float64 `json:"low"`
	High *float64 `json:"high"`
	// Bound is the value with errored answers counted as failed.
	Bound *float64 `json:"bound"`
	// Tasks have k answers or more, and entered Value; InProcess of them are judged in
	// one process with the answer.
	Tasks     int     `json:"tasks"`
	InProcess int     `json:"in_process"`
	Interval  string  `json:"interval,omitempty"`
	Level     float64 `json:"level"`
}

// NewPassAtK takes the rows of [scoring.ScoreSamples].
func NewPassAtK(rows []scoring.Row) []PassAtK {
	list := []PassAtK{}
	for _, r := range rows {
		list = append(list, PassAtK{r.K, r.Value, r.Low, r.High, r.Bound, r.Tasks, r.InProcess, r.Interval, r.Level})
	}
	return list
}

// WriteJSON writes the summary as indented JSON.
func (s VerdictSummary) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(s)
}

// Table prints the summary for a terminal.
func (s VerdictSummary) Table(w io.Writer) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s: %s to %s\n\n", cut(plain(s.Dataset), nameWidth), count(s.Answers, "answer"), count(s.Tasks-s.Unanswered, "task"))
	scores := table{head: []string{"", "value", "95% interval", "tasks"}}
	for _, p := range s.PassAtK {
		line := []string{fmt.Sprintf("pass@%d", p.K), percent(p.Value), undefined, fmt.Sprint(p.Tasks)}
		if p.Low != nil && p.High != nil {
			line[2] = fmt.Sprintf("[%s, %s]", strings.TrimSuffix(percent(p.Low), "%"), strings.TrimSuffix(percent(p.High), "%"))
		}
		scores.lines = append(scores.lines, line)
	}
	scores.print(&out)
	statuses := table{head: []string{"status", "answers", "share"}}
	for _, st := range slices.Backward(bench.Statuses()) {
		if n := s.Statuses[st]; n > 0 {
			statuses.lines = append(statuses.lines, []string{string(st), fmt.Sprint(n), percent(new(float64(n) / float64(s.Answers)))})
		}
	}
	if s.Errored > 0 {
		statuses.lines = append(statuses.lines, []string{"(errored)", fmt.Sprint(s.Errored), percent(new(float64(s.Errored) / float64(s.Answers)))})
	}
	statuses.print(&out)
	for _, paragraph := range s.conditions() {
		for _, line := range wrap(paragraph, tableWidth) {
			out.WriteString(line + "\n")
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

// print writes the table and an empty line; the first column is text.
func (t *table) print(out *bytes.Buffer) {
	if len(t.lines) == 0 {
		return
	}
	widths := t.widths()
	writeLine(out, t.head, widths, 1)
	for _, line := range t.lines {
		writeLine(out, line, widths, 1)
	}
	out.WriteByte('\n')
}

// conditions says what takes away from the numbers, a paragraph a condition.
func (s VerdictSummary) conditions() []string {
	var all []string
	if strings.HasPrefix(s.Sandbox, "none") { // before anything that is said of trust
		all = append(all, "Sandbox: none. Nothing isolated the answers, which ran with the rights of the user: "+
			"one written to cheat could have forged any verdict.")
	}
	if judged := s.Lifted + s.InProcess; judged > 0 {
		all = append(all, LiftedWords(s.Lifted, judged))
	}
	if s.Repeated > 0 {
		all = append(all, fmt.Sprintf("Equal programs: %s judged once with another.", count(s.Repeated, "answer")))
	}
	if s.Unanswered > 0 {
		all = append(all, fmt.Sprintf("Without answers: %d of %s, which do not enter pass@k.", s.Unanswered, count(s.Tasks, "task")))
	}
	for _, p := range s.PassAtK {
		if missing := s.Tasks - s.Unanswered - p.Tasks; missing > 0 && s.Errored < s.Answers {
			all = append(all, fmt.Sprintf("pass@%d is undefined for %s with fewer than %s judged.", p.K, count(missing, "task"), count(p.K, "answer")))
		}
	}
	if s.Errored > 0 {
		words := fmt.Sprintf("Errored: %d of %s could not be judged, and are not scored", s.Errored, count(s.Answers, "answer"))
		if len(s.PassAtK) > 0 && s.PassAtK[0].Bound != nil {
			words += fmt.Sprintf("; counted as failed, pass@%d is %s", s.PassAtK[0].K, percent(s.PassAtK[0].Bound))
		}
		if len(s.Errors) > 0 {
			words += fmt.Sprintf("; most often (%d): %s", s.Errors[0].Answers, plain(s.Errors[0].Reason))
		}
		all = append(all, words+".")
	}
	if s.Skipped > 0 {
		all = append(all, fmt.Sprintf("Skipped: %s that cannot be judged.", count(s.Skipped, "record")))
	}
	for _, n := range s.Notes {
		all = append(all, fmt.Sprintf("Note on %s: %s.", cut(plain(n.Task), nameWidth), plain(n.Note)))
	}
	return all
}

// LiftedWords says how many of the tasks are judged with the answers held
// outside the process.
func LiftedWords(lifted, tasks int) string {
	words := fmt.Sprintf("Trust: %d of %s (%s) judged with the expected values held outside the answer's process",
		lifted, count(tasks, "task"), percent(new(float64(lifted)/float64(max(1, tasks)))))
	if lifted < tasks {
		words += fmt.Sprintf("; %d in-process, where an answer written to cheat could forge a pass", tasks-lifted)
	}
	return words + "."
}
