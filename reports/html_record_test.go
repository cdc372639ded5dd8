package reports

import (
	"fmt"
	"hash/fnv"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/scoring"
)

// What a hostile model or dataset might write.
const (
	breakout = `</script><img src=x onerror="alert(1)"><!-- <script>`
	reorder  = "a\u202eb\u2066c\u200b\x1b[31m\x00"
)

// madeRecord makes a run of the demo's size without a model: each episode is a
// function of its key. Mixes with more in them solve more, sooner.
func madeRecord(tasks, turns int, mixes ...string) *bench.Record {
	s := bench.Study{
		Name: "demo", Turns: turns, Mixes: mixes, Critic: &bench.ModelSpec{Name: "sim/critic"},
		Models: []bench.ModelSpec{{Name: "sim/weak"}, {Name: "sim/medium"}, {Name: "sim/strong"}},
	}.WithDefaults()
	r := &bench.Record{Study: s, Manifest: bench.Manifest{
		Schema: bench.Schema, Dialogo: "v0.1.0", Go: "go1.26.8", Dataset: strings.Repeat("ab", 32), Prompts: strings.Repeat("cd", 32),
		Judge: "1", Sandbox: "namespaces, seccomp, rlimits", Seed: 1,
		Host: "HOSTNAME", Started: "2031-01-02T03:04:05Z",
	}}
	for i := range tasks {
		r.Tasks = append(r.Tasks, madeTask(i))
	}
	plan := bench.Plan(s, r.Tasks)
	r.Planned = len(plan)
	for _, k := range plan {
		r.Episodes = append(r.Episodes, madeEpisode(r, k))
	}
	return r
}

func madeTask(i int) bench.Task {
	names := []string{"clamp", "merge-intervals", "word-count", "roman-numerals", "longest-run", "ring-buffer", "topological-sort", "edit-distance"}
	entry := "Solve" + string(rune('A'+i%26))
	t := bench.Task{
		ID: fmt.Sprintf("%s-%02d", names[i%len(names)], i), Dataset: "suite", Title: strings.ReplaceAll(names[i%len(names)], "-", " "), Entry: entry,
		Prompt:    "Write a function that limits x to the range from lo to hi.\n\nIf lo is greater than hi, swap them first. An empty range gives lo.",
		Signature: "func " + entry + "(x, lo, hi int) int", Difficulty: []string{"easy", "medium", "hard"}[i%3], Source: "/SECRET/PLACE",
	}
	for n := range 11 {
		c := bench.Case{ID: fmt.Sprintf("v%d", n+1), Visible: true, Args: fmt.Sprintf("%d, 0, %d", n*3-5, i), Want: fmt.Sprint(min(n*3-5, i))}
		if n >= 3 {
			c.ID, c.Visible, c.Note = fmt.Sprintf("h%d", n-2), false, "a boundary"
		}
		t.Cases = append(t.Cases, c)
	}
	return t
}

// draw is a number from 0 to 1 that depends on its parts only.
func draw(parts ...any) float64 {
	h := fnv.New64a()
	fmt.Fprintln(h, parts...)
	return float64(h.Sum64()>>11%100_003) / 100_003
}

func madeEpisode(r *bench.Record, k bench.Key) bench.Episode {
	e := bench.Episode{Key: k, Stopped: "turns", Simulated: strings.HasPrefix(k.Model, "sim/")}
	first := map[string]float64{"sim/weak": 0.25, "sim/medium": 0.45, "sim/strong": 0.65}[k.Model]
	repair := 0.05 + 0.16*float64(strings.Count(k.Mix, "+")) + 0.05*float64(strings.Count(k.Mix, "full"))
	for t := range r.Study.Turns {
		solved := draw(k.Model, k.Task, t) < first
		if t > 0 {
			solved = draw(k.Model, k.Mix, k.Task, t) < repair
		}
		e.Turns = append(e.Turns, madeTurn(r, k, t, solved))
		if solved {
			e.Stopped = "solved"
			return e
		}
		if t < r.Study.Turns-1 {
			e.Turns[t].Feedback = madeFeedback(k.Mix, e.Turns[t])
		}
	}
	return e
}

func madeTurn(r *bench.Record, k bench.Key, t int, solved bool) bench.Turn {
	var task *bench.Task
	for i := range r.Tasks {
		if r.Tasks[i].ID == k.Task {
			task = &r.Tasks[i]
		}
	}
	mix := k.Mix
	if t == 0 {
		mix = ""
	}
	turn := bench.Turn{Index: t, Extraction: bench.Extraction{Rule: "fence/file"}, Verdict: bench.Verdict{Status: bench.Passed, Trust: bench.TrustOutside, Resources: bench.Resources{CompileMS: 123.456, RunMS: 98.765}, Judge: "1"}}
	kinds := []bench.Status{bench.WrongAnswer, bench.WrongAnswer, bench.WrongAnswer, bench.CompileError, bench.RuntimeError, bench.Timeout, bench.NoCode}
	if !solved {
		turn.Verdict.Status = kinds[int(draw("kind", k.Model, mix, k.Task, t)*float64(len(kinds)))]
	}
	turn.Extraction.Code = madeCode(task, turn.Verdict.Status, int(draw(k.Model, mix, k.Task, t, "v")*6))
	for i, c := range task.Cases {
		res := bench.CaseResult{Case: c.ID, Visible: c.Visible, Status: bench.Passed, Got: c.Want}
		switch st := turn.Verdict.Status; {
		case st == bench.CompileError || st == bench.NoCode:
			res = bench.CaseResult{Case: c.ID, Visible: c.Visible, Status: bench.NotRun}
		case st == bench.RuntimeError && i%4 == 1:
			res.Status, res.Got, res.Message = bench.RuntimeError, "", "panic: runtime error: index out of range [3] with length 3"
		case st == bench.Timeout && i == 4:
			res.Status, res.Got, res.Message = bench.Timeout, "", "over the limit of 1s"
		case st == bench.WrongAnswer && i%3 == 2:
			res.Status, res.Got = bench.WrongAnswer, fmt.Sprint(i*7)
		}
		turn.Verdict.Cases = append(turn.Verdict.Cases, res)
	}
	if turn.Verdict.Status == bench.CompileError {
		turn.Verdict.Diagnostics = []bench.Diagnostic{{Line: 8, Column: 10, Message: "undefined: limit"}, {Message: "too many errors"}}
	}
	if turn.Verdict.Status == bench.NoCode {
		turn.Extraction = bench.Extraction{Rule: "none"}
	}
	return turn
}

func madeCode(t *bench.Task, st bench.Status, variant int) string {
	if st == bench.NoCode {
		return ""
	}
	low := "lo"
	if st == bench.CompileError {
		low = "limit"
	}
	return fmt.Sprintf(`package task

// %s limits x to the range from lo to hi.
func %s(x, lo, hi int) int {
	if lo > hi {
		lo, hi = hi, lo
	}
	x += %d // variant
	if x < %s {
		return lo
	}
	seen := map[string]int{"low": 0, "high": 1}
	for i := 0; i < 3; i++ {
		seen["low"] += i
	}
	if x > hi {
		return hi
	}
	return x + %d
}
`, t.Entry, t.Entry, variant, low, len(st)%5)
}

func madeFeedback(mix string, t bench.Turn) []bench.Feedback {
	var all []bench.Feedback
	for _, s := range strings.Split(mix, "+") {
		f := bench.Feedback{Source: s}
		switch {
		case s == "compile":
			f.Title, f.Text = "Compiler", "The code compiles."
			if t.Verdict.Status == bench.CompileError {
				f.Text = "The code does not compile:\n\n    answer.go:8:10: undefined: limit"
			}
		case strings.HasPrefix(s, "exec"):
			f.Title, f.Text = "Test results", "2 of 11 tests fail:\n\n1. Solve(7, 0, 2)\n   expected: 2\n   got: 14"
		case strings.HasPrefix(s, "verbal"):
			f.Title, f.Text, f.Simulated = "Reviewer", "Look at line 8: the value is changed before it is compared. What should happen first?", true
		case s == "retry":
			f.Text = "That was wrong. Try again."
		}
		all = append(all, f)
	}
	return all
}

// demo is a run of the size of the embedded demo.
func demo() *bench.Record {
	return madeRecord(40, 5, "retry", "compile", "compile+exec:full", "compile+exec:full+verbal:expert")
}

// rough is a small run in which all that can be odd is odd: texts that try to
// break out of the page, errored and missing episodes, an answer broken again, a
// model without a single scored episode, a task with test code.
func rough() *bench.Record {
	r := madeRecord(3, 4, "compile", "exec:full")
	r.Study.Name = "rough " + breakout
	r.Study.Dataset = "/SECRET/PLACE/data.jsonl"
	r.Dir = ""
	r.Study.Stop = bench.StopNever
	r.Study.Models[1] = bench.ModelSpec{Name: "openai/gpt", As: breakout, BaseURL: "https://user:PASSWORD@example.org/v1?key=PASSWORD"}
	r.Study.Models[2] = bench.ModelSpec{Name: "replay//SECRET/PLACE/run"}
	r.Tasks[0].Title, r.Tasks[0].Prompt = breakout, breakout+reorder
	r.Tasks[0].Cases[0].Args, r.Tasks[0].Cases[0].Note = breakout, reorder
	r.Tasks[1].ID = "Go/1 & <b>"
	r.Tasks[2].Cases, r.Tasks[2].Test = nil, &bench.CodeTest{Name: "TestX", Code: "func TestX() {}"}
	r.Episodes = nil
	plan := bench.Plan(r.Study, r.Tasks)
	r.Planned = len(plan)
	for _, k := range plan[:len(plan)-1] {
		e := madeEpisode(r, k)
		switch {
		case k.Model == breakout && k.Task == r.Tasks[0].ID:
			e.Turns[0].Extraction = bench.Extraction{Code: "package task\n// " + breakout + reorder + "\xff\n" + strings.Repeat("x", 200_000), Rule: breakout, Notes: []string{breakout}}
			e.Turns[0].Verdict.Status = bench.WrongAnswer
			e.Turns[0].Verdict.Diagnostics = []bench.Diagnostic{{Line: 2, Message: breakout + reorder}}
			e.Turns[0].Verdict.Cases[0] = bench.CaseResult{Case: "v1", Visible: true, Status: bench.WrongAnswer, Got: breakout, Message: reorder}
			e.Turns[0].Feedback = []bench.Feedback{{Source: "verbal:expert", Title: breakout, Text: breakout + reorder, Simulated: true}}
		case k.Model == "replay//SECRET/PLACE/run":
			e.Turns = e.Turns[:1]
			e.Stopped, e.Error = "error", &bench.EpisodeError{Turn: 1, Step: "model", Cause: "cut", Message: breakout + "\ngoroutine 7 [running]: 0xc000123456"}
		case k.Mix == "exec:full":
			e.Turns = []bench.Turn{madeTurn(r, k, 0, false), madeTurn(r, k, 1, true), madeTurn(r, k, 2, false), madeTurn(r, k, 3, false)}
			e.Turns[0].Feedback, e.Stopped = madeFeedback(k.Mix, e.Turns[0]), "turns"
			e.Turns[3].Carried = true
		}
		r.Episodes = append(r.Episodes, e)
	}
	return r
}

func pageRows(t testing.TB, r *bench.Record) []scoring.Row {
	t.Helper()
	rows, err := scoring.Score(r, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
