package reports

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dialogo/bench"
	"dialogo/scoring"
)

// Names that other people may have written to cause trouble.
const (
	formulaLabel = `=HYPERLINK("http://x","y")`
	formulaTask  = "-2+3"
	oddTask      = "naïve, \"quoted\"\r\nsecond line"
	redLabel     = "ollama/模型\x1b[31m\u202e"
	// secretText stands in for everything that belongs in no CSV.
	secretText = "NOT-IN-CSV"
)

// hostileRun is a run folder with calls whose record has what can occur: errored
// and carried turns, unknown usage, tasks that were never solved, shared calls, a
// critic, and untrusted text wherever text can be. Seeded: the same every time.
func hostileRun(t testing.TB) *bench.Record {
	rec := &bench.Record{
		Dir: t.TempDir(),
		Study: bench.Study{
			Name: "hostile", Dataset: "suite", Turns: 3, Samples: 2, Stop: bench.StopSolved, History: bench.HistoryFull, Seed: 7,
			Models: []bench.ModelSpec{{Name: "sim/weak"}, {Name: "openai/x", As: formulaLabel}, {Name: redLabel}},
			Mixes:  []string{"compile", "compile+exec:full+verbal:expert"},
		},
		Manifest: bench.Manifest{Sandbox: "namespaces"},
		Tasks: []bench.Task{
			{ID: "add", Dataset: "suite", Difficulty: "easy"}, {ID: formulaTask, Dataset: "suite", Difficulty: "hard"},
			{ID: oddTask}, {ID: "'already", Dataset: "suite"}, {ID: "Go/1", Test: &bench.CodeTest{Name: "TestX"}},
		},
	}
	b := &builder{t: t, rec: rec, rnd: rand.New(rand.NewPCG(7, 7)), store: bench.NewCallStore(filepath.Join(rec.Dir, "calls"))}
	plan := bench.Plan(rec.Study, rec.Tasks)
	rec.Planned = len(plan)
	for _, k := range plan {
		rec.Episodes = append(rec.Episodes, b.episode(k))
	}
	return rec
}

type builder struct {
	t     testing.TB
	rec   *bench.Record
	rnd   *rand.Rand
	store *bench.CallStore
}

func (b *builder) episode(k bench.Key) bench.Episode {
	e := bench.Episode{Key: k, Stopped: "turns", Simulated: simulatedKey(k)}
	for turn := range b.rec.Study.Turns {
		switch {
		case b.rnd.IntN(12) == 0:
			e.Stopped = "error"
			e.Error = &bench.EpisodeError{Turn: turn, Step: "model", Cause: "http", Message: secretText + " after 3.1s"}
			return e
		case turn > 0 && b.rnd.IntN(6) == 0:
			carried := e.Turns[turn-1]
			carried.Index, carried.Call, carried.Carried, carried.Feedback = turn, "", true, nil
			e.Turns = append(e.Turns, carried)
			continue
		}
		e.Turns = append(e.Turns, b.turn(k, turn))
		if e.Turns[turn].Verdict.Status == bench.Passed {
			e.Stopped = "solved"
			return e
		}
	}
	return e
}

func (b *builder) turn(k bench.Key, turn int) bench.Turn {
	draw := fmt.Sprintf("%s s%d", k.Model, k.Sample)
	if turn > 0 { // the first answer is shared by the mixes
		draw += fmt.Sprint(" ", k.Mix, turn)
	}
	t := bench.Turn{
		Index:      turn,
		Call:       b.call(bench.Answer, k, turn, draw),
		Extraction: bench.Extraction{Code: fmt.Sprintf("func F() { /* %s %q %d */ }", secretText, k.Task, turn), Rule: "fence/function"},
		Verdict:    b.verdict(k.Task),
	}
	if t.Verdict.Status == bench.NoCode {
		t.Extraction = bench.Extraction{Rule: "none"}
	}
	if t.Verdict.Status != bench.Passed {
		t.Feedback = []bench.Feedback{{Source: "compile"}}
	}
	if strings.Contains(k.Mix, "verbal") && t.Feedback != nil {
		t.Feedback = append(t.Feedback,
			bench.Feedback{Source: "exec:full", Title: "Test results", Text: "=" + secretText + " é模"},
			bench.Feedback{Source: "verbal:expert", Text: secretText, Simulated: simulatedKey(k), Call: b.call(bench.ExpertCritic, k, turn, "critic "+draw)})
	}
	return t
}

// simulatedKey says whether the models of an episode are simulated.
func simulatedKey(k bench.Key) bool { return strings.HasPrefix(k.Model, "sim/") }

func (b *builder) verdict(task string) bench.Verdict {
	statuses := bench.Statuses()
	v := bench.Verdict{Status: statuses[b.rnd.IntN(len(statuses))], Trust: bench.TrustOutside, Resources: bench.Resources{CompileMS: 100 * b.rnd.Float64(), RunMS: b.rnd.Float64()}}
	if v.Status == bench.NoCode {
		return v
	}
	for i, id := range []string{"v1", "v2", "h1"} {
		c := bench.CaseResult{Case: id, Visible: i < 2, Status: bench.Passed, Got: fmt.Sprintf("%q", secretText)}
		switch {
		case v.Status == bench.CompileError:
			c.Status, c.Got = bench.NotRun, ""
		case v.Status != bench.Passed && i == 2:
			c.Status, c.Got, c.Message = v.Status, "", "@"+secretText+"\x00\xff\x1b[2J"
		}
		v.Cases = append(v.Cases, c)
	}
	return v
}

// call keeps a call in the run folder, as a model would, and returns its hash.
func (b *builder) call(p bench.Purpose, k bench.Key, turn int, draw string) string {
	request, err := json.Marshal(map[string]string{"task": k.Task, "purpose": string(p)})
	if err != nil {
		b.t.Fatal(err)
	}
	key := bench.CallKey{Provider: "sim", Request: request, Draw: draw}
	c, err := b.store.Do(context.Background(), key, func(context.Context) (bench.Call, error) {
		c := bench.Call{
			Model: k.Model, Purpose: p, Task: k.Task, Turn: turn, Text: secretText, FinishReason: "stop",
			Started: time.Unix(0, 0), DurationMS: 1000 * b.rnd.Float64(), Attempts: []bench.Attempt{{Status: 500}, {Status: 200}},
		}
		if p != bench.Answer {
			c.Model, c.FinishReason = "sim/critic", "@SUM(A1)"
		}
		if simulatedKey(k) {
			c.Simulated, c.Attempts = true, nil
		}
		if b.rnd.IntN(3) > 0 {
			c.Usage = bench.Usage{PromptTokens: b.rnd.IntN(1000), CompletionTokens: b.rnd.IntN(300), Known: true}
		}
		return c, nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return c.Hash
}

func scored(t testing.TB, rec *bench.Record) []scoring.Row {
	t.Helper()
	rows, err := scoring.Score(rec, scoring.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
