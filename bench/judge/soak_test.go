//go:build linux

package judge_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"dialogo/bench"
	"dialogo/bench/benchtest"
	"dialogo/bench/judge"
	"dialogo/datasets"
)

// fromEnv is a number from the environment.
func fromEnv(t testing.TB, name string, otherwise int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q is no number", name, s)
	}
	return n
}

// TestSoak judges 150 answers, or as many as DIALOGO_SOAK says (the full test is
// DIALOGO_SOAK=1000), of which a tenth are bombs of every kind, with many in flight. The
// good ones must get the verdicts they get alone. Nothing may be left behind, and the
// memory, goroutines and descriptors of this process must be as many after the second
// half as after the first: within 48 MiB, 8 and 8.
func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("judges many programs")
	}
	n := fromEnv(t, "DIALOGO_SOAK", 150)
	adoptOrphans(t)
	attacks := readAttacks(t)
	bombs := append(attacks["exhaust"], attacks["compile"]...)
	tasks := attackTasks()
	p := plant(t, tasks)
	mounts, descriptors, processes := readMounts(t), openDescriptors(t), descendants(t)
	single := openJudge(t, attackLimits)
	alone := honestAlone(t, single)
	if err := single.Close(); err != nil {
		t.Error(err)
	}
	j := openJudge(t, attackLimits)
	soak := func(from, to int) footprint {
		var wg sync.WaitGroup
		room := make(chan struct{}, 200)
		for i := from; i < to; i++ {
			room <- struct{}{}
			wg.Go(func() {
				defer func() { <-room }()
				if i%10 != 0 {
					judgeHonest(t, j, alone, i, t.Name())
				} else if len(bombs) > 0 {
					judgeBomb(t, j, p, tasks, bombs[i/10*7%len(bombs)], i)
				}
			})
		}
		wg.Wait()
		return measure(t)
	}
	first := soak(0, n/2)
	second := soak(n/2, n)
	t.Logf("after the first half %+v, after the second %+v; %+v", first, second, j.Stats())
	if second.memory > first.memory+48<<20 {
		t.Errorf("memory grew from %d to %d MiB", first.memory>>20, second.memory>>20)
	}
	if second.goroutines > first.goroutines+8 {
		t.Errorf("goroutines grew from %d to %d", first.goroutines, second.goroutines)
	}
	if second.descriptors > first.descriptors+8 {
		t.Errorf("descriptors grew from %d to %d", first.descriptors, second.descriptors)
	}
	p.check(t)
	onlyOurOwnRuns(t)
	if err := j.Close(); err != nil {
		t.Error(err)
	}
	p.nothingIn(t, p.tmp)
	eventually(t, "mounts left", func() string { return news(mounts, readMounts(t)) })
	eventually(t, "processes left", func() string { return news(processes, descendants(t)) })
	eventually(t, "descriptors left", func() string { return news(descriptors, openDescriptors(t)) })
}

// judgeBomb judges an attack, which must have a status it says. The text differs each
// time: equal answers are judged once.
func judgeBomb(t testing.TB, j *judge.Judge, p *planted, tasks map[string]bench.Task, a attack, i int) {
	task := tasks[a.task()]
	v, err := j.Judge(t.Context(), &task, fmt.Sprintf("%s\n// %d\n", p.words.Replace(a.code), i))
	if err != nil {
		t.Errorf("%s: %v", a.name, err)
	} else if !slices.Contains(strings.Fields(a.note("Want")), string(v.Status)) && a.note("Once") == "" {
		t.Errorf("%s: got %s, want %s", a.name, v.Status, a.note("Want"))
	}
}

// footprint is what this process takes.
type footprint struct {
	memory                  int // resident, in bytes
	goroutines, descriptors int
}

func measure(t testing.TB) footprint {
	t.Helper()
	runtime.GC()
	debug.FreeOSMemory()
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.Atoi(strings.Fields(string(b))[1])
	if err != nil {
		t.Fatal(err)
	}
	return footprint{pages * os.Getpagesize(), runtime.NumGoroutine(), len(openDescriptors(t))}
}

// TestRepeat judges all references of HumanEval-X and all buggy solutions of
// HumanEvalPack two times over in each way, or as often as DIALOGO_REPEAT says (the full test is
// DIALOGO_REPEAT=200), and wants the same statuses of verdicts, and of cases but where an
// answer itself leaves them to the order of a map, every time: with the machine to itself,
// and with all processors kept busy by others.
func TestRepeat(t *testing.T) {
	if testing.Short() {
		t.Skip("judges hundreds of programs")
	}
	rounds := fromEnv(t, "DIALOGO_REPEAT", 2)
	answers := humanEval(t)
	j := openJudge(t, bench.Limits{})
	first := judgeRound(t, j, answers, "the first")
	counts := map[bench.Status]int{}
	for _, statuses := range first {
		counts[bench.Status(strings.Fields(statuses)[0])]++
	}
	t.Logf("%d answers: %v", len(answers), counts)
	repeat := func(t *testing.T) {
		for round := range rounds - 1 {
			again := judgeRound(t, j, answers, fmt.Sprint(t.Name(), " ", round))
			for id, want := range first {
				if got := again[id]; got != want {
					t.Errorf("round %d: %s: got %s, at first %s", round, id, got, want)
				}
			}
		}
	}
	t.Run("idle", repeat)
	t.Run("busy", func(t *testing.T) {
		keepBusy(t)
		repeat(t)
	})
}

// given is an answer of a dataset to one of its tasks.
type given struct {
	id   string
	task bench.Task
	code string
}

// humanEval are the references of HumanEval-X and the buggy solutions of HumanEvalPack.
func humanEval(t testing.TB) []given {
	t.Helper()
	var answers []given
	for _, path := range [][]string{{"data", "humanevalx", "humaneval_go.jsonl.gz"}, {"data", "humanevalpack", "humanevalpack_go.jsonl"}} {
		set, err := datasets.Load(benchtest.Shared(t, path...), datasets.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, task := range set.Tasks {
			switch {
			case task.Buggy != "" && task.ID == "Go/58":
				// It returns the keys of a map in the order the map has them, which is
				// right or wrong by chance.
			case task.Buggy != "":
				answers = append(answers, given{"buggy " + task.ID, task, task.Buggy})
			default:
				answers = append(answers, given{"reference " + task.ID, task, task.Reference})
			}
		}
	}
	if len(answers) < 300 {
		t.Fatalf("only %d answers", len(answers))
	}
	return answers
}

// judgeRound judges all answers at once and tells the statuses of verdicts and cases. The
// text differs each time: equal answers are judged once.
func judgeRound(t testing.TB, j *judge.Judge, answers []given, round string) map[string]string {
	t.Helper()
	var mu sync.Mutex
	statuses := map[string]string{}
	var wg sync.WaitGroup
	for _, a := range answers {
		wg.Go(func() {
			v, err := j.Judge(t.Context(), &a.task, a.code+"\n\n// "+round+"\n")
			if err != nil {
				t.Errorf("%s: %v", a.id, err)
			}
			s := string(v.Status)
			for _, c := range v.Cases {
				if strings.Contains(a.code, "map[") {
					break // the order of a map decides about single cases of some
				}
				s += " " + c.Case + "=" + string(c.Status)
			}
			mu.Lock()
			defer mu.Unlock()
			statuses[a.id] = s
		})
	}
	wg.Wait()
	if len(statuses) != len(answers) {
		t.Errorf("%d answers have %d ids: %v", len(answers), len(statuses), slices.Sorted(maps.Keys(statuses)))
	}
	return statuses
}

// keepBusy runs a process a processor that does nothing but run, until the test ends.
func keepBusy(t testing.TB) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	for range runtime.NumCPU() {
		cmd := exec.CommandContext(ctx, "sh", "-c", "while :; do :; done")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			stop()
			cmd.Wait()
		})
	}
}
