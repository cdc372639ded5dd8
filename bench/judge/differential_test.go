package judge_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dialogo/bench"
	"dialogo/bench/benchtest"
	"dialogo/bench/judge"
	"dialogo/bench/judge/gotest"
	"dialogo/bench/judge/gotest/mutate"
	"dialogo/bench/model/sim"
	"dialogo/datasets"
)

// Mutated references of HumanEval-X are judged three ways, which must agree: batched,
// all of a round in flight at once; each alone; and by "go test". Batched and alone
// must be equal to the letter. With go test, a pass is a pass, what does not compile
// does not compile, and any other failure is a failure.
//
// DIALOGO_FUZZ is the number of programs, DIALOGO_FUZZ_SEED another seed than 1.
func TestJudgesAgreeOnMutatedReferences(t *testing.T) {
	if testing.Short() {
		t.Skip("judges many programs three ways: not with -short")
	}
	d := newDifferential(t)
	n, seed := setting(t, "DIALOGO_FUZZ", 60), setting(t, "DIALOGO_FUZZ_SEED", 1)
	for from := 0; from < n; from += perRound {
		var round []*subject
		for i := from; i < min(n, from+perRound); i++ {
			round = append(round, d.subject(uint64(seed), uint64(i)))
		}
		d.judge(round)
		for _, s := range round {
			d.compare(s)
		}
	}
	t.Log(d.summary())
}

// perRound is how many programs are in flight at once: enough to fill batches.
const perRound = 200

func setting(t *testing.T, name string, value int) int {
	if text := os.Getenv(name); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			t.Fatalf("%s=%q is no number of at least 1", name, text)
		}
		return n
	}
	return value
}

// differential has what it takes to judge.
type differential struct {
	t              *testing.T
	tasks          []bench.Task
	records        map[string]gotest.Record
	catalogues     map[string]*sim.Catalogue
	batched, alone *judge.Judge
	peer           *gotest.Workspace
	counts         map[string]int
	repeats        int
}

func newDifferential(t *testing.T) *differential {
	path := benchtest.Shared(t, "data", "humanevalpack", "humanevalpack_go.jsonl")
	set, err := datasets.Load(path, datasets.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := &differential{t: t, tasks: set.Tasks, catalogues: map[string]*sim.Catalogue{}, counts: map[string]int{}}
	if d.records, err = gotest.Records(path); err != nil {
		t.Fatal(err)
	}
	for _, j := range []**judge.Judge{&d.batched, &d.alone} {
		opened, err := judge.New(t.Context(), judge.Options{})
		benchtest.Need(t, err == nil, fmt.Sprintf("a machine that can compile and isolate answers (%v)", err))
		t.Cleanup(func() {
			if err := opened.Close(); err != nil {
				t.Error(err)
			}
		})
		*j = opened
	}
	limits := bench.Limits{}.WithDefaults()
	d.peer, err = gotest.Open(t.Context(), t.TempDir(), gotest.Plain, gotest.Options{Timeout: peerTimeout, MemoryMB: limits.MemoryMB})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// peerTimeout is what go test gives all cases of an answer together, wall time.
const peerTimeout = 5 * time.Second

// subject is a program and the findings about it.
type subject struct {
	name           string
	task           *bench.Task
	program        mutate.Program
	answer         gotest.Answer
	batched, alone bench.Verdict
	peer           gotest.Result
}

// subject makes a program: of a task's reference, of a simulated student's answer, or
// of the buggy solution.
func (d *differential) subject(seed, i uint64) *subject {
	rng := rand.New(rand.NewPCG(seed, i))
	task := &d.tasks[rng.IntN(len(d.tasks))]
	rec := d.records[task.ID]
	base := task.Reference
	switch rng.IntN(10) {
	case 0:
		base = task.Buggy
	case 1, 2, 3:
		base = d.simulated(rng, task)
	}
	p := mutate.New(rng, task.Entry, base, namesUsed(d.t, task, rec))
	return &subject{name: fmt.Sprintf("seed %d, program %d", seed, i), task: task, program: p,
		answer: gotest.Answer{Record: rec, Given: task.Context, Examples: examplesAreCases(task, rec), Code: p.Code}}
}

func (d *differential) simulated(rng *rand.Rand, task *bench.Task) string {
	c := d.catalogues[task.ID]
	if c == nil {
		var err error
		if c, err = sim.NewCatalogue(task); err != nil {
			d.t.Fatal(err)
		}
		d.catalogues[task.ID] = c
	}
	states := c.States()
	if rng.IntN(4) > 0 { // one that compiles: layers around one that does not show little
		states = slices.DeleteFunc(states, func(s sim.State) bool { return s.Compile >= 0 })
	}
	return c.Code(states[rng.IntN(len(states))])
}

// namesUsed are the names that the tests and given declarations use. An answer that
// declares one of them changes what the test means under go test, where both are one
// package; here the test does not see what an answer declares.
func namesUsed(t *testing.T, task *bench.Task, rec gotest.Record) map[string]bool {
	names := map[string]bool{}
	for _, text := range []string{rec.Test, rec.ExampleTest, task.Context} {
		f, err := parser.ParseFile(token.NewFileSet(), "", "package p;"+text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				names[id.Name] = true
			}
			return true
		})
	}
	return names
}

// examplesAreCases reports whether the example test was lifted into cases: then go
// test is to run it as well.
func examplesAreCases(task *bench.Task, rec gotest.Record) bool {
	visible := task.Visible()
	return len(visible) > 0 && strings.Contains(squeezed(rec.ExampleTest), squeezed(visible[0].Call(task.Entry)))
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// judge judges programs in all ways.
func (d *differential) judge(round []*subject) {
	var wg sync.WaitGroup
	for _, s := range round {
		wg.Go(func() { s.batched = d.verdict(d.batched, s.task, s.program.Code) })
	}
	wg.Wait()
	answers := make([]gotest.Answer, len(round))
	for i, s := range round {
		s.alone = d.verdict(d.alone, s.task, s.program.Code)
		answers[i] = s.answer
	}
	results, err := d.peer.JudgeAll(d.t.Context(), answers)
	if err != nil {
		d.t.Fatal(err)
	}
	for i, s := range round {
		s.peer = results[i]
	}
}

func (d *differential) verdict(j *judge.Judge, task *bench.Task, code string) bench.Verdict {
	v, err := j.Judge(d.t.Context(), task, code)
	if err != nil && d.t.Context().Err() == nil {
		d.t.Errorf("%s: %v\n%s", task.ID, err, code)
	}
	return v
}

// compare reports a disagreement, unless it is one of those that are to be expected.
func (d *differential) compare(s *subject) {
	d.counts["status "+string(s.batched.Status)]++
	if !same(s.batched, s.alone) {
		if endless(s.batched) && endless(s.alone) {
			d.counts["without end, and one limit or another was the first"]++
			d.t.Logf("%s (%s): batched %s, alone %s", s.name, s.task.ID, show(s.batched), show(s.alone))
		} else if d.wavers(s, func() any { return comparable(d.again(d.alone, s)) }) {
			d.counts["wavers by itself"]++
			d.t.Logf("%s (%s): wavers by itself: %v", s.name, s.task.ID, s.program.Kinds)
		} else {
			d.t.Errorf("%s (%s): batched and alone differ\nbatched %s\nalone   %s\n%v\n%s", s.name, s.task.ID, show(s.batched), show(s.alone), s.program.Kinds, s.program.Code)
		}
	}
	if classOf(s.alone.Status) == classOfPeer(s.peer.Outcome) {
		return
	}
	reason := s.excuse()
	if reason == "" && (d.wavers(s, func() any { return classOf(d.again(d.alone, s).Status) }) || d.wavers(s, d.peerAgain(s))) {
		reason = "wavers by itself"
	}
	if reason != "" {
		d.counts["excused: "+reason]++
		return
	}
	d.t.Errorf("%s (%s): go test differs\nours    %s\ngo test %s in %v\n%s\n%v\n%s", s.name, s.task.ID, show(s.alone), s.peer.Outcome, s.peer.Elapsed, s.peer.Output, s.program.Kinds, s.program.Code)
}

// endless reports whether an answer ran into a limit, on time, memory or stack. What
// runs into several has no status of its own: that depends on the machine's speed.
func endless(v bench.Verdict) bool {
	return classOf(v.Status) == "takes too much" || strings.Contains(show(v), "stack overflow")
}

// wavers reports whether a finding is not the same every time: programs with random
// results, or ones that iterate over maps, say nothing about the judges.
func (d *differential) wavers(_ *subject, find func() any) bool {
	first := find()
	for range 4 {
		if !reflect.DeepEqual(find(), first) {
			return true
		}
	}
	return false
}

// again judges a program anew: equal ones are judged once.
func (d *differential) again(j *judge.Judge, s *subject) bench.Verdict {
	d.repeats++
	return d.verdict(j, s.task, fmt.Sprintf("%s\n// %d", s.program.Code, d.repeats))
}

func (d *differential) peerAgain(s *subject) func() any {
	return func() any {
		r, err := d.peer.Judge(d.t.Context(), s.answer)
		if err != nil {
			d.t.Fatal(err)
		}
		return classOfPeer(r.Outcome)
	}
}

// comparable is what of a verdict must be the same however an answer is judged.
func comparable(v bench.Verdict) bench.Verdict {
	v.Resources = bench.Resources{}
	return v
}

func same(a, b bench.Verdict) bool { return reflect.DeepEqual(comparable(a), comparable(b)) }

func show(v bench.Verdict) string {
	const most = 12
	text := string(v.Status)
	for _, m := range v.Diagnostics {
		text += "\n  " + m.String()
	}
	shown := 0
	for _, c := range v.Cases {
		if c.Status != bench.Passed && c.Status != bench.NotRun && shown < most {
			shown++
			text += fmt.Sprintf("\n  %s %s %s %s", c.Case, c.Status, c.Got, c.Message)
		}
	}
	return text
}

// class is what go test and the judge have words for.
type class string

func classOf(s bench.Status) class {
	switch s {
	case bench.WrongAnswer, bench.RuntimeError:
		return "fails"
	case bench.Timeout, bench.Memory:
		return "takes too much"
	}
	return class(s)
}

func classOfPeer(o gotest.Outcome) class {
	switch o {
	case gotest.Failed:
		return "fails"
	case gotest.Timeout, gotest.Memory:
		return "takes too much"
	}
	return class(o)
}

// excuse says why a disagreement with go test is none; empty if it is one.
func (s *subject) excuse() string {
	says := func(text string) bool { return strings.Contains(show(s.alone), text) }
	ours, peers := classOf(s.alone.Status), classOfPeer(s.peer.Outcome)
	switch {
	case s.program.Known != "":
		return s.program.Known
	case ours == "compile_error" && says("; the task asks for "):
		return "a test may call functions of another type than the task asks for"
	case ours == "compile_error" && says("main already declared through import"):
		return "an answer is a part of a program, which has a function main, and so nothing may be imported under that name"
	case ours == "compile_error" && says("//go:") && says("is not allowed"):
		return "directives that reach out of an answer are refused even where they do nothing"
	case ours == "fails" && says("all goroutines are asleep") && s.peer.Outcome == gotest.Timeout:
		return "go test does not notice deadlocks, its own goroutines are awake"
	case s.alone.Status == bench.Timeout && s.peer.Elapsed > time.Duration(bench.Limits{}.WithDefaults().Case)/2:
		return "the time limit decides"
	case ours == "takes too much" && peers == "fails" && strings.Contains(s.peer.Output, "goroutine stack exceeds"):
		return "the limits on stack and memory are not quite the same"
	}
	return ""
}

// summary tells what there was.
func (d *differential) summary() string {
	var lines []string
	for what, n := range d.counts {
		lines = append(lines, fmt.Sprintf("%5d %s", n, what))
	}
	slices.SortFunc(lines, func(a, b string) int { return cmp.Compare(a[6:], b[6:]) })
	return "\n" + strings.Join(lines, "\n")
}
