package sim_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/bench/model/sim"
	"dialogo/datasets"
	"dialogo/feedback"
)

// suite is the embedded suite.
func suite(t testing.TB) []bench.Task {
	t.Helper()
	set, err := datasets.Load("suite", datasets.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return set.Tasks
}

// few are tasks with several kinds of code: imports, a loop, a while loop,
// recursion, a map, a worklist, and one too small for most bugs.
func few() []bench.Task {
	cases := []bench.Case{{ID: "v1", Visible: true, Args: "1", Want: "1"}, {ID: "v2", Visible: true, Args: "2", Want: "2"},
		{ID: "h1", Args: "3", Want: "3"}, {ID: "h2", Args: "4", Want: "4"}, {ID: "h3", Args: "5", Want: "5"}}
	task := func(id, difficulty, signature, reference string) bench.Task {
		entry, _, _ := strings.Cut(strings.TrimPrefix(signature, "func "), "(")
		return bench.Task{ID: id, Prompt: "Do " + id + ".", Difficulty: difficulty, Entry: entry, Signature: signature, Reference: reference, Cases: cases}
	}
	return []bench.Task{
		task("sum", "easy", "func Sum(xs []int) int", `func Sum(xs []int) int {
	total := 0
	for i := 0; i < len(xs); i++ {
		total += xs[i]
	}
	return total
}
`),
		task("words", "medium", "func Words(s string) int", `import "strings"

func Words(s string) int {
	if s == "" {
		return 0
	}
	longest := 0
	for _, word := range strings.Fields(s) {
		if len(word) > longest {
			longest = len(word)
		}
	}
	return longest
}
`),
		task("search", "medium", "func Search(xs []int, x int) int", `func Search(xs []int, x int) int {
	lo, hi := 0, len(xs)
	for lo < hi {
		mid := lo + (hi-lo)/2
		if xs[mid] < x {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(xs) || xs[lo] != x {
		return -1
	}
	return lo
}
`),
		task("fib", "hard", "func Fib(n int) int", `func Fib(n int) int {
	if n < 2 {
		return n
	}
	return Fib(n-1) + Fib(n-2)
}
`),
		task("tally", "hard", "func Tally(xs []string) []string", `import (
	"fmt"
	"slices"
)

func Tally(xs []string) []string {
	counts := map[string]int{}
	for _, x := range xs {
		if x == "" {
			continue
		}
		counts[x]++
	}
	var lines []string
	for name, n := range counts {
		if n > 1 || name != "-" {
			lines = append(lines, fmt.Sprintf("%s %d", name, n))
		}
	}
	slices.Sort(lines)
	return lines
}
`),
		task("reach", "", "func Reach(next [][]int, from int) int", `func Reach(next [][]int, from int) int {
	seen := make([]bool, len(next))
	seen[from] = true
	queue := []int{from}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, to := range next[at] {
			if seen[to] {
				continue
			}
			seen[to] = true
			queue = append(queue, to)
		}
	}
	count := 0
	for _, s := range seen {
		if s {
			count++
		}
	}
	return count - 1
}
`),
		task("tiny", "easy", "func Tiny() bool", "func Tiny() bool { return true }\n"),
	}
}

// fakeJudge gives each state a verdict without running anything: compile bugs do
// not compile, and which cases a semantic bug fails is decided by a hash, so that
// some fail all, some only hidden ones, and now and then one fails none.
type fakeJudge struct{ catalogues map[string]*sim.Catalogue }

func newFakeJudge(t testing.TB, tasks []bench.Task) fakeJudge {
	t.Helper()
	j := fakeJudge{map[string]*sim.Catalogue{}}
	for i := range tasks {
		c, err := sim.NewCatalogue(&tasks[i])
		if err != nil {
			t.Fatal(err)
		}
		j.catalogues[tasks[i].ID] = c
	}
	return j
}

func (j fakeJudge) Judge(_ context.Context, t *bench.Task, code string) (bench.Verdict, error) {
	s, ok := j.catalogues[t.ID].Find(code)
	if !ok {
		return bench.Verdict{}, fmt.Errorf("task %s: code of no state:\n%s", t.ID, code)
	}
	v := bench.Verdict{Status: bench.Passed}
	if s.Compile >= 0 {
		v.Status, v.Diagnostics = bench.CompileError, []bench.Diagnostic{{Line: 3, Column: 5, Message: "undefined: x"}}
	}
	for i, c := range t.Cases {
		r := bench.CaseResult{Case: c.ID, Visible: c.Visible, Status: bench.Passed, Got: c.Want}
		h := fnv.New32a()
		fmt.Fprint(h, t.ID, s.Semantic)
		mask := h.Sum32() >> 3
		switch {
		case s.Compile >= 0:
			r = bench.CaseResult{Case: c.ID, Visible: c.Visible, Status: bench.NotRun}
		case s.Semantic >= 0 && mask>>i&1 == 1:
			r.Status, r.Got = bench.WrongAnswer, "0"
			v.Status = bench.WrongAnswer
		}
		v.Cases = append(v.Cases, r)
	}
	return v, nil
}

// ladder are mixes, each of which shows all that the one before shows, and more.
func ladder() []string {
	return []string{"retry", "compile", "compile+exec:partial", "compile+exec:full", "compile+exec:full+verbal:novice", "compile+exec:full+verbal:expert"}
}

func mixes(t testing.TB, notations ...string) []bench.Mix {
	t.Helper()
	critic, err := sim.New("critic", nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var all []bench.Mix
	for _, notation := range notations {
		n, err := feedback.Parse(notation)
		if err != nil {
			t.Fatal(err)
		}
		m, err := n.Mix(critic)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

func student(t testing.TB, name string, tasks []bench.Task) *sim.Student {
	t.Helper()
	s, err := sim.NewStudent(name, tasks, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
