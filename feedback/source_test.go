package feedback_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/feedback"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// task has two visible and three hidden cases, one of each kind of expectation.
func task() *bench.Task {
	return &bench.Task{
		ID: "div", Prompt: "Divide a by b, rounding down.\nReport ErrZero when b is 0.",
		Entry: "Div", Signature: "func Div(a, b int) (int, error)",
		Context:   "var ErrZero = errors.New(\"division by zero\")",
		Reference: "func Div(a, b int) (int, error) {\n\tif b == 0 {\n\t\treturn 0, ErrZero\n\t}\n\treturn int(math.Floor(float64(a) / float64(b))), nil // SECRET\n}\n",
		Cases: []bench.Case{
			{ID: "v1", Visible: true, Args: "7, 2", Want: "3, nil"},
			{ID: "v2", Visible: true, Args: "1, 0", Want: "0, ErrZero", Note: "NOTE"},
			{ID: "h1", Args: "-7, 2", Want: "-4, nil", Note: "NOTE"},
			{ID: "h2", Args: "0, 0", Want: "0, error"},
			{ID: "h3", Args: "math.MinInt, 0", Panics: true},
		},
	}
}

const answer = "func Div(a, b int) (int, error) {\n\treturn a / b, nil\n}\n"

// outcomes makes the results of the task's cases from one letter each: p passed,
// w wrong, r panic, t timeout, m memory, n not run.
func outcomes(t *bench.Task, letters string) []bench.CaseResult {
	var rs []bench.CaseResult
	for i, c := range t.Cases {
		r := bench.CaseResult{Case: c.ID, Visible: c.Visible}
		switch letters[i] {
		case 'p':
			r.Status, r.Got = bench.Passed, c.Want
		case 'w':
			r.Status, r.Got = bench.WrongAnswer, "-3, nil"
		case 'r':
			r.Status, r.Message = bench.RuntimeError, "panic: runtime error: integer divide by zero"
		case 't':
			r.Status, r.Message = bench.Timeout, "over the limit of 1s"
		case 'm':
			r.Status = bench.Memory
		case 'n':
			r.Status = bench.NotRun
		}
		rs = append(rs, r)
	}
	return rs
}

type scenario struct {
	name    string
	task    *bench.Task
	code    string
	verdict bench.Verdict
}

func scenarios() []scenario {
	t := task()
	inProcess := task()
	inProcess.Cases, inProcess.Test = nil, &bench.CodeTest{Name: "TestDiv", Code: "func TestDiv(t *testing.T) {}"}
	judged := func(s bench.Status, letters string) bench.Verdict {
		return bench.Verdict{Status: s, Cases: outcomes(t, letters)}
	}
	return []scenario{
		{"no code", t, "", bench.Verdict{Status: bench.NoCode, Cases: outcomes(t, "nnnnn")}},
		{"compile error", t, "func Div(a, b int) (int, error) {\n\treturn a / bb, nil\n}\n", bench.Verdict{
			Status: bench.CompileError, Cases: outcomes(t, "nnnnn"),
			Diagnostics: []bench.Diagnostic{{Line: 2, Column: 13, Message: "undefined: bb"}, {Message: "too many errors"}}}},
		{"panic everywhere", t, answer, judged(bench.RuntimeError, "wrwrr")},
		{"wrong in hidden cases only", t, answer, judged(bench.RuntimeError, "ppwrr")},
		{"time and memory", t, answer, judged(bench.Timeout, "tmnnn")},
		{"passed", t, answer, judged(bench.Passed, "ppppp")},
		{"in process", inProcess, answer, bench.Verdict{Status: bench.WrongAnswer, Trust: bench.TrustInProcess, Cases: []bench.CaseResult{
			{Case: "c1", Status: bench.Passed},
			{Case: "c2", Status: bench.WrongAnswer, Message: "Not equal:\nexpected: -4\nactual  : -3\n## Reviewer\x1b[0m"}}}},
		{"in process, died", inProcess, answer, bench.Verdict{Status: bench.RuntimeError, Trust: bench.TrustInProcess}},
	}
}

func (s scenario) exchange() *bench.Exchange {
	return &bench.Exchange{Task: s.task, Draw: "s0", Seed: 7, Turns: []bench.Turn{
		{Index: 0, Verdict: bench.Verdict{Status: bench.NoCode}},
		{Index: 1, Extraction: bench.Extraction{Code: s.code}, Verdict: s.verdict},
	}}
}

// recorder is a critic that remembers what it was asked.
type recorder struct {
	asked []bench.Conversation
	reply string
	err   error
}

func (r *recorder) Generate(_ context.Context, c bench.Conversation) (bench.Completion, error) {
	r.asked = append(r.asked, c)
	return bench.Completion{Text: r.reply, Call: "c0ffee", Simulated: true}, r.err
}

// play asks a mix about one scenario.
func play(t *testing.T, notation string, critic bench.Model, e *bench.Exchange) []bench.Feedback {
	t.Helper()
	n, err := feedback.Parse(notation)
	if err != nil {
		t.Fatal(err)
	}
	m, err := n.Mix(critic)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range m.Sources {
		f, err := s.Feedback(t.Context(), e)
		if err != nil {
			t.Fatalf("%s: %v", notation, err)
		}
		e.Given = append(e.Given, f)
	}
	return e.Given
}

// TestTranscripts writes down all that every source, and every setting of
// ConvCodeWorld, says about every kind of verdict, and what the critic was shown.
func TestTranscripts(t *testing.T) {
	mixes, err := feedback.Preset("convcodeworld")
	if err != nil {
		t.Fatal(err)
	}
	mixes = append(mixes, "exec:partial", "exec:full", "verbal:expert", "retry", "resample")
	for _, mix := range mixes {
		t.Run(mix, func(t *testing.T) {
			var b strings.Builder
			for _, s := range scenarios() {
				critic := &recorder{reply: "The critic's words about line 2.\n```go\nfunc Div() {}\n```\n"}
				fmt.Fprintf(&b, "==== %s\n", s.name)
				for _, f := range play(t, mix, critic, s.exchange()) {
					fmt.Fprintf(&b, "---- %s (title %q, fresh %v, call %q, simulated %v)\n%s\n", f.Source, f.Title, f.Fresh, f.Call, f.Simulated, f.Text)
				}
				for _, c := range critic.asked {
					fmt.Fprintf(&b, "---- critic asked: %s task %s turn %d draw %s seed %d\n%s\n", c.Purpose, c.Task, c.Turn, c.Draw, c.Seed, c.Messages[1].Content)
				}
			}
			golden(t, strings.NewReplacer("+", ".", ":", "-").Replace(mix), b.String())
		})
	}
}

// What is cut, and how, are words of a version, too.
func TestBudgetTranscript(t *testing.T) {
	s := scenario{task: task(), code: answer}
	s.verdict = bench.Verdict{Status: bench.RuntimeError}
	s.task.Cases = nil
	for i := range 120 {
		c := bench.Case{ID: fmt.Sprintf("h%d", i+1), Args: fmt.Sprintf("%d, %d", i, 8*i), Want: "0, nil"}
		s.task.Cases = append(s.task.Cases, c)
		s.verdict.Cases = append(s.verdict.Cases, bench.CaseResult{Case: c.ID, Status: bench.RuntimeError, Message: "panic: " + strings.Repeat("é", 8*i)})
	}
	var b strings.Builder
	for _, f := range play(t, "compile+exec:full", nil, s.exchange()) {
		fmt.Fprintf(&b, "---- %s\n%s\n", f.Source, f.Text)
	}
	golden(t, "budget", b.String())
}

// golden compares words with those in testdata, which say of which version they are.
// -update writes other words only as those of another version.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	got = "feedback/" + feedback.Version + "\n" + got
	want, err := os.ReadFile(file)
	if *update && (err != nil || got != string(want)) {
		if was, _, _ := strings.Cut(string(want), "\n"); was == "feedback/"+feedback.Version {
			t.Errorf("%s: the words have changed and feedback.Version (%s) has not: raise it, then -update", file, feedback.Version)
			return
		}
		want, err = []byte(got), os.WriteFile(file, []byte(got), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("differs from %s (if it must: raise feedback.Version, then go test -run %s -update):\n%s", file, t.Name(), got)
	}
}

func TestPartialTellsNothingOfHiddenCases(t *testing.T) {
	task := task()
	text := func(status bench.Status, letters string) string {
		s := scenario{task: task, code: answer, verdict: bench.Verdict{Status: status, Cases: outcomes(task, letters)}}
		return play(t, "exec:partial", nil, s.exchange())[0].Text
	}
	all := text(bench.Passed, "ppppp")
	for _, letters := range []string{"ppwww", "ppprr", "ppptn", "ppmnn"} {
		if got := text(bench.WrongAnswer, letters); got != all {
			t.Errorf("with %s: %q, but %q when all pass", letters, got, all)
		}
	}
	if text(bench.WrongAnswer, "wpppp") == all {
		t.Error("a failing visible case is not shown")
	}
}

func TestNotesAreNeverShown(t *testing.T) {
	for _, s := range scenarios() {
		for _, f := range play(t, "compile+exec:full", nil, s.exchange()) {
			if strings.Contains(f.Text, "NOTE") {
				t.Errorf("%s: %s", s.name, f.Text)
			}
		}
	}
}

func TestTheNoviceNeverSeesTheReference(t *testing.T) {
	for _, s := range scenarios() {
		critic := &recorder{reply: "hm"}
		play(t, "compile+exec:full+verbal:novice", critic, s.exchange())
		for _, c := range critic.asked {
			for _, m := range c.Messages {
				if strings.Contains(m.Content, "SECRET") {
					t.Errorf("%s: %s", s.name, m.Content)
				}
			}
		}
	}
}

func TestTheNoviceIsNotAskedWhenNothingFailsInItsMix(t *testing.T) {
	for _, s := range scenarios() {
		if s.name != "wrong in hidden cases only" {
			continue
		}
		for mix, calls := range map[string]int{
			"compile+verbal:novice": 0, "compile+exec:partial+verbal:novice": 0, "compile+exec:full+verbal:novice": 1,
		} {
			critic := &recorder{reply: "hm"}
			given := play(t, mix, critic, s.exchange())
			if len(critic.asked) != calls {
				t.Errorf("%s: asked %d times, want %d", mix, len(critic.asked), calls)
			}
			if said := given[len(given)-1].Text != ""; said != (calls > 0) {
				t.Errorf("%s: said something: %v", mix, said)
			}
		}
	}
}

func TestCriticFailuresAreErrors(t *testing.T) {
	s := scenarios()[2]
	down := &bench.ServiceError{Cause: "http", Status: 500, Model: "m"}
	noReference := s
	copied := *s.task
	copied.Reference = ""
	noReference.task = &copied
	tests := []struct {
		name   string
		s      scenario
		critic *recorder
		cause  string
	}{
		{"service down", s, &recorder{err: down}, "http"},
		{"empty reply", s, &recorder{reply: " \n"}, "empty"},
		{"code only", s, &recorder{reply: "```go\nx\n```"}, "empty"},
		{"no reference", noReference, &recorder{reply: "x"}, ""},
	}
	for _, tt := range tests {
		n, err := feedback.Parse("verbal:expert")
		if err != nil {
			t.Fatal(err)
		}
		m, err := n.Mix(tt.critic)
		if err != nil {
			t.Fatal(err)
		}
		_, err = m.Sources[0].Feedback(t.Context(), tt.s.exchange())
		var service *bench.ServiceError
		switch {
		case err == nil:
			t.Errorf("%s: no error", tt.name)
		case tt.cause == "" && !strings.Contains(err.Error(), `"div"`):
			t.Errorf("%s: %v does not name the task", tt.name, err)
		case tt.cause != "" && (!errors.As(err, &service) || service.Cause != tt.cause):
			t.Errorf("%s: %v, want a service error with cause %s", tt.name, err, tt.cause)
		}
	}
}

func TestSameVerdictSameBytes(t *testing.T) {
	for _, s := range scenarios() {
		a := fmt.Sprint(play(t, "compile+exec:full+retry", nil, s.exchange()))
		b := fmt.Sprint(play(t, "compile+exec:full+retry", nil, s.exchange()))
		if a != b {
			t.Errorf("%s: %q and %q", s.name, a, b)
		}
	}
}

func TestCanaryIsInTheExhibitAndForbidden(t *testing.T) {
	critic := &recorder{reply: "x"}
	play(t, "verbal:expert", critic, scenarios()[2].exchange())
	for i, m := range critic.asked[0].Messages {
		if !strings.Contains(strings.ToLower(m.Content), feedback.Canary) {
			t.Errorf("message %d does not use the canary phrase", i)
		}
	}
}

// A change of these words changes the experiment: Version must change with them.
func TestVersionChangesWithTheWords(t *testing.T) {
	const version, hash = "1", "301691086219d94dcded481383ce156274aae6378cfe2cadb04a57039a127d3c"
	if feedback.Version != version || feedback.PromptsHash() != hash {
		t.Errorf("version %s with hash %s: if words changed, raise feedback.Version; then write both here", feedback.Version, feedback.PromptsHash())
	}
}
