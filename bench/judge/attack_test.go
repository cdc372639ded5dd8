//go:build linux

package judge_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dialogo/bench"
	"dialogo/bench/benchtest"
	"dialogo/bench/judge"
)

// attackLimits make bombs short. They are still far above what the honest need.
var attackLimits = bench.Limits{Compile: bench.Duration(2 * time.Second), Case: bench.Duration(200 * time.Millisecond), MemoryMB: 128}

// TestAttacks judges every program of testdata/attacks, all of a group at the same
// time and with honest answers among them, as a run would. Each is judged twice, under
// another text. What each tries, and what must become of it, is in its first lines:
//
//	// Tries: what it tries, in a sentence
//	// Want: the statuses its verdict may have
//	// Case: a case, and the status it must have
//	// Says: a text that must be in the verdict: "held" where the program itself looks
//	//       whether it got through
//	// Task: the task it answers, if not "secret", see attackTasks
//	// Varies: why the two verdicts need not be equal; without it they must
//	// Once: why it is judged only once
//	// Trust: the trust of the verdict, if not "outside"
//	// Arch: the only architecture it works on
//	// Bare: yes, if it is judged without these lines
//
// No attack may pass unless it says so, no verdict may hold a planted secret, no file
// may appear or change, no process, mount or descriptor may be left, and the honest
// must get the verdicts they get alone.
//
// Files ending in .tmpl are templates, with delimiters « and »: what is too large to be
// kept, or no Go that gofmt would read. In all @SECRET@, @CWD@, @TMP@, @HOME@, @GO@ and
// @MARK@ stand for the path of a secret, writable folders, the go command, and a name by
// which files of attacks are recognised. DIALOGO_ATTACK=text in the environment judges
// only those whose file's name holds the text, DIALOGO_ATTACK_ONCE=1 each only once,
// DIALOGO_ATTACK_TWICE=1 those twice, too, that compilers take long for.
func TestAttacks(t *testing.T) {
	if testing.Short() {
		t.Skip("judges some hundred programs")
	}
	adoptOrphans(t)
	attacks := readAttacks(t)
	tasks := attackTasks()
	p := plant(t, tasks)
	mounts, descriptors, processes := readMounts(t), openDescriptors(t), descendants(t)
	j := openJudge(t, attackLimits)
	alone := honestAlone(t, j)
	for _, group := range slices.Sorted(maps.Keys(attacks)) {
		t.Run(group, func(t *testing.T) {
			attackTogether(t, j, p, tasks, attacks[group], alone)
			p.check(t)
			onlyOurOwnRuns(t)
		})
	}
	if err := j.Close(); err != nil {
		t.Error(err)
	}
	p.check(t)
	p.nothingIn(t, p.tmp)
	eventually(t, "processes left", func() string { return news(processes, descendants(t)) })
	eventually(t, "mounts left", func() string { return news(mounts, readMounts(t)) })
	eventually(t, "descriptors left", func() string { return news(descriptors, openDescriptors(t)) })
}

// openJudge opens a judge or skips the test.
func openJudge(t testing.TB, limits bench.Limits) *judge.Judge {
	t.Helper()
	j, err := judge.New(t.Context(), judge.Options{Limits: limits})
	benchtest.Need(t, err == nil, fmt.Sprintf("a machine that can compile and isolate answers (%v)", err))
	t.Cleanup(func() { j.Close() })
	return j
}

// words are all a verdict says that must not vary.
func words(v bench.Verdict) string {
	v.Resources = bench.Resources{}
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// attackTogether judges attacks, all at once, each twice, with the honest among them.
func attackTogether(t *testing.T, j *judge.Judge, p *planted, tasks map[string]bench.Task, attacks []attack, alone []string) {
	verdicts := make([][2]bench.Verdict, len(attacks)) // a second one only if there is one
	errs := make([]error, len(attacks))
	var wg sync.WaitGroup
	for i, a := range attacks {
		task := tasks[a.task()]
		for k := range a.times() {
			wg.Go(func() {
				v, err := j.Judge(t.Context(), &task, p.words.Replace(a.code)+strings.Repeat("\n// again", k)+"\n")
				verdicts[i][k] = v
				if err != nil {
					errs[i] = err
				}
			})
		}
		if i%2 == 0 {
			wg.Go(func() { judgeHonest(t, j, alone, i/2, t.Name()) })
		}
	}
	wg.Wait()
	for i, a := range attacks {
		t.Run(filepath.Base(a.name), func(t *testing.T) {
			if errs[i] != nil {
				t.Fatal(errs[i])
			}
			a.check(t, p, verdicts[i])
		})
	}
}

// judgeHonest judges one of the honest again and wants the verdict it got alone. The
// text differs each time: equal answers are judged once.
func judgeHonest(t testing.TB, j *judge.Judge, alone []string, i int, round string) {
	h := honest[i%len(honest)]
	v, err := j.Judge(t.Context(), &h.task, fmt.Sprintf("%s\n\n// %s %d\n", h.code, round, i))
	if err != nil {
		t.Errorf("honest answer %d: %v", i%len(honest), err)
	} else if got, want := words(v), alone[i%len(honest)]; got != want {
		t.Errorf("honest answer %d among others: got\n%s\nalone it gets\n%s", i%len(honest), got, want)
	}
}

// check wants of an attack's verdicts what it says itself, and what is wanted of all.
func (a attack) check(t *testing.T, p *planted, verdicts [2]bench.Verdict) {
	for _, v := range verdicts[:a.times()] {
		got := words(v)
		t.Logf("%s; %.1f s to build, %.1f s to run, %d MiB; %.1000s", v.Status, v.CompileMS/1000, v.RunMS/1000, v.MemoryKB>>10, readable(v))
		if !slices.Contains(strings.Fields(a.note("Want")), string(v.Status)) {
			t.Errorf("tries %s: got %s, want %s", a.note("Tries"), v.Status, a.note("Want"))
		}
		for _, token := range p.tokens {
			if strings.Contains(got, token) {
				t.Errorf("tries %s: the verdict shows a secret: %s", a.note("Tries"), got)
			}
		}
		for _, c := range a.notes["Case"] {
			id, status, _ := strings.Cut(c, " ")
			if !slices.ContainsFunc(v.Cases, func(r bench.CaseResult) bool { return r.Case == id && string(r.Status) == status }) {
				t.Errorf("case %s must be %s: %s", id, status, got)
			}
		}
		if says := a.note("Says"); says != "" && (v.Status == bench.WrongAnswer || v.Status == bench.CompileError) && !strings.Contains(readable(v), says) {
			t.Errorf("tries %s: the verdict does not say %s: %s", a.note("Tries"), says, readable(v))
		}
		if want := cmp.Or(a.note("Trust"), string(bench.TrustOutside)); a.task() != "tested" && string(v.Trust) != want {
			t.Errorf("trust %s, want %s", v.Trust, want)
		}
	}
	if first, second := words(verdicts[0]), words(verdicts[1]); a.times() > 1 && a.note("Varies") == "" && first != second {
		t.Errorf("two verdicts differ:\n%s\n%s", first, second)
	}
}

// readable is what a verdict says of an answer, without the quoting of JSON.
func readable(v bench.Verdict) string {
	var b strings.Builder
	for _, d := range v.Diagnostics {
		fmt.Fprintln(&b, d)
	}
	for _, c := range v.Cases {
		fmt.Fprintln(&b, c.Case, c.Status, c.Got, c.Message)
	}
	return b.String()
}
