package datasets_test

import (
	"fmt"
	"os"
	"testing"

	"dialogo/bench"
	"dialogo/bench/benchtest"
	"dialogo/bench/judge"
	"dialogo/bench/judge/sandbox"
	"dialogo/datasets"
)

func TestMain(m *testing.M) {
	sandbox.Init()
	os.Exit(m.Run())
}

// long skips a test that judges many answers, a minute or so, under -short.
func long(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("judges many answers: not with -short")
	}
}

// newJudge opens the real judge.
func newJudge(t *testing.T) *judge.Judge {
	t.Helper()
	j, err := judge.New(t.Context(), judge.Options{})
	benchtest.Need(t, err == nil, fmt.Sprintf("a machine that can compile and isolate answers (%v)", err))
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
	return j
}

// validate judges a dataset and tells of every task that is not sound.
func validate(t *testing.T, name string) datasets.Summary {
	t.Helper()
	set, err := datasets.Load(name, datasets.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sum, err := datasets.Validate(t.Context(), set.Tasks, newJudge(t), 0, func(c datasets.Check) {
		if c.OK() {
			return
		}
		t.Errorf("%s (%s): %v", c.Task.ID, c.Trust, c.Err)
		for _, v := range []*bench.Verdict{c.Reference, c.Buggy} {
			if v != nil {
				t.Errorf("  %s %v %+v", v.Status, v.Diagnostics, v.Cases)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// Upstream says that 164 of 164 references of HumanEval-X pass and none of the
// buggy solutions of HumanEvalPack does. HumanEvalPack has both.
func TestHumanEvalPackIsJudgedAsUpstream(t *testing.T) {
	long(t)
	want := datasets.Summary{Tasks: 164, Lifted: 159, InProcess: 5, References: 164, ReferencesPassed: 164, Buggy: 164}
	if sum := validate(t, benchtest.Shared(t, "data", "humanevalpack", "humanevalpack_go.jsonl")); sum != want {
		t.Errorf("got  %+v\nwant %+v", sum, want)
	}
}

func TestOwnTasksAreSound(t *testing.T) {
	for _, name := range []string{"testdata/folder", "testdata/records/mini_x.jsonl", "testdata/records/mini_pack.jsonl"} {
		if sum := validate(t, name); !sum.OK() || sum.References != sum.Tasks {
			t.Errorf("%s: %+v", name, sum)
		}
	}
}

func TestSuiteIsSound(t *testing.T) {
	long(t)
	if sum := validate(t, datasets.SuiteName); !sum.OK() || sum.References != sum.Tasks || sum.InProcess != 0 {
		t.Errorf("got %+v", sum)
	}
}
