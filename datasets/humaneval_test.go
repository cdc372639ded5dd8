package datasets

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/bench/benchtest"
)

// find is the task with an ID.
func find(t testing.TB, s Set, id string) *bench.Task {
	t.Helper()
	for i := range s.Tasks {
		if s.Tasks[i].ID == id {
			return &s.Tasks[i]
		}
	}
	t.Fatalf("no task %q", id)
	return nil
}

func TestReferenceStandsAloneWithItsImports(t *testing.T) {
	s := load(t, "testdata/records/mini_x.jsonl")
	greet := find(t, s, "Go/900")
	// The prompt imports strings for its helper, and upstream adds fmt by itself.
	if !strings.HasPrefix(greet.Reference, "import \"fmt\"\n\nfunc Greet(") {
		t.Errorf("reference:\n%s", greet.Reference)
	}
	if !strings.HasPrefix(greet.Context, "import \"strings\"\n\n// Shout makes") || strings.Contains(greet.Context, "Greet") {
		t.Errorf("context:\n%s", greet.Context)
	}
	mean := load(t, "testdata/records/mini_pack.jsonl").Tasks[0]
	if strings.Contains(mean.Reference, "import") {
		t.Errorf("math is imported and not used:\n%s", mean.Reference)
	}
	if !strings.HasPrefix(mean.Buggy, "import \"math\"\n") { // it does not even parse
		t.Errorf("buggy:\n%s", mean.Buggy)
	}
}

func TestVisibleCasesWithoutExampleTest(t *testing.T) {
	s := load(t, "testdata/records/mini_x.jsonl")
	for id, want := range map[string]string{"Go/900": "v1 h1 h2 h3 h4", "Go/901": "", "Go/902": "v1 v2 v3 h1"} {
		var ids []string
		for _, c := range find(t, s, id).Cases {
			ids = append(ids, c.ID)
			if c.Visible != strings.HasPrefix(c.ID, "v") {
				t.Errorf("%s: %+v", id, c)
			}
		}
		if strings.Join(ids, " ") != want {
			t.Errorf("%s: cases %q, want %q", id, ids, want)
		}
	}
}

func TestUnliftableTestStaysCode(t *testing.T) {
	dice := find(t, load(t, "testdata/records/mini_x.jsonl"), "Go/901")
	if dice.Trust() != bench.TrustInProcess || dice.Test.Name != "TestDice" {
		t.Fatalf("got %+v", dice.Test)
	}
	// math/rand is imported upstream and not needed by the test itself.
	if want := "import (\n\t\"github.com/stretchr/testify/assert\"\n\t\"testing\"\n)\n\nfunc TestDice("; !strings.HasPrefix(dice.Test.Code, want) {
		t.Errorf("test:\n%s", dice.Test.Code)
	}
	if !strings.HasPrefix(dice.Reference, "import \"math/rand\"\n") {
		t.Errorf("reference:\n%s", dice.Reference)
	}
}

// inProcess are the tasks of HumanEval-X whose tests cannot be lifted: four draw
// random arguments, one builds its argument in a loop of floats.
var inProcess = []string{"Go/32", "Go/38", "Go/50", "Go/53", "Go/151"}

func TestHumanEvalXIsLifted(t *testing.T) {
	s := load(t, benchtest.Shared(t, "data", "humanevalx", "humaneval_go.jsonl.gz"))
	var kept, noVisible []string
	hidden := 0
	for _, task := range s.Tasks {
		if task.Test != nil {
			kept = append(kept, task.ID)
		}
		if len(task.Visible()) == 0 {
			noVisible = append(noVisible, task.ID)
		}
		hidden += len(task.Cases) - len(task.Visible())
		if task.Reference == "" || strings.Contains(task.Prompt, "//") && task.ID != "Go/160" {
			t.Errorf("%s: prompt %q, reference %q", task.ID, task.Prompt, task.Reference)
		}
	}
	if len(s.Tasks) != 164 || strings.Join(kept, " ") != strings.Join(inProcess, " ") {
		t.Errorf("%d tasks, kept as code: %q", len(s.Tasks), kept)
	}
	if strings.Join(noVisible, " ") != "Go/38 Go/50" {
		t.Errorf("without visible cases: %q", noVisible)
	}
	t.Logf("%d of %d lifted, %d hidden cases", len(s.Tasks)-len(kept), len(s.Tasks), hidden)
}

func TestHumanEvalPackHasTheSameTasks(t *testing.T) {
	x := load(t, benchtest.Shared(t, "data", "humanevalx", "humaneval_go.jsonl.gz"))
	pack := load(t, benchtest.Shared(t, "data", "humanevalpack", "humanevalpack_go.jsonl"))
	if len(pack.Tasks) != len(x.Tasks) {
		t.Fatalf("%d and %d tasks", len(pack.Tasks), len(x.Tasks))
	}
	for i, p := range pack.Tasks {
		if p.Buggy == "" || p.Buggy == p.Reference || !strings.HasPrefix(p.Prompt, "Write a Go function `func "+p.Entry+"(") {
			t.Errorf("%s: prompt %q, buggy %q", p.ID, p.Prompt, p.Buggy)
		}
		same := p
		same.Buggy, same.Prompt, same.Dataset = "", x.Tasks[i].Prompt, x.Tasks[i].Dataset
		if same.Hash() != x.Tasks[i].Hash() {
			t.Errorf("%s: the two datasets give different tasks", p.ID)
		}
	}
}

func TestErrataMendOnlyWhatTheyQuote(t *testing.T) {
	for _, name := range [][]string{{"data", "humanevalx", "humaneval_go.jsonl.gz"}, {"data", "humanevalpack", "humanevalpack_go.jsonl"}} {
		set := load(t, benchtest.Shared(t, name...))
		if len(set.Notes) != 1 || set.Notes[0].Task != "Go/95" || !strings.Contains(set.Notes[0].Text, "by chance") {
			t.Errorf("%s: notes %+v", name, set.Notes)
		}
		task := find(t, set, "Go/95")
		if strings.Count(task.Reference, "break") != 3 || task.Buggy != "" && strings.Count(task.Buggy, "break") != 4 {
			t.Errorf("%s:\n%s\n%s", name, task.Reference, task.Buggy)
		}
	}
	for _, e := range humanEvalErrata() {
		if got, note := mended(e.task, "x"+e.wrong+"y"); got != "x"+e.right+"y" || note != e.note || note == "" {
			t.Errorf("got %q, note %q", got, note)
		}
		if got, note := mended(e.task, e.right); got != e.right || note != "" {
			t.Errorf("mended upstream: got %q, note %q", got, note)
		}
		if got, note := mended("Go/1", e.wrong); got != e.wrong || note != "" {
			t.Errorf("another task: got %q, note %q", got, note)
		}
	}
}

func FuzzHumanEval(f *testing.F) {
	for _, name := range []string{"mini_x", "mini_pack"} {
		b, err := os.ReadFile("testdata/records/" + name + ".jsonl")
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			var r humanEval
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				f.Fatal(err)
			}
			f.Add(r.Prompt, r.Solution, r.Test, r.ExampleTest, r.Buggy)
		}
	}
	f.Fuzz(func(t *testing.T, prompt, solution, test, example, buggy string) {
		b, err := json.Marshal(map[string]string{"task_id": "Go/1", "prompt": prompt, "declaration": "", "docstring": "x",
			"canonical_solution": solution, "test": test, "example_test": example, "buggy_solution": buggy,
			"test_setup": "package main\n\nimport (\n\t\"testing\"\n\t\"github.com/stretchr/testify/assert\"\n)\n"})
		if err != nil {
			t.Fatal(err)
		}
		task, err := parseRecord(b, "fuzz", "")
		if err == nil && len(task.Cases) == 0 && task.Test == nil {
			t.Errorf("nothing would be judged: %+v", task)
		}
	})
}
