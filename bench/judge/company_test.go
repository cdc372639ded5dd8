package judge

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// judgeTogether judges answers that are in the judge at the same time, with honest
// ones among them, and returns their verdicts in a line each.
func judgeTogether(t *testing.T, j *Judge, codes ...string) []string {
	t.Helper()
	const honest = 6
	for i := range honest {
		codes = append(codes, fmt.Sprintf("func Clamp(x, lo, hi int) int { return max(lo, min(x, hi)) } // %d %s", i, t.Name()))
	}
	got := make([]string, len(codes))
	var wg sync.WaitGroup
	for i, code := range codes {
		wg.Go(func() { got[i] = show(t, j, clamp, code) })
	}
	wg.Wait()
	for _, g := range got[len(codes)-honest:] {
		if !strings.HasPrefix(g, "passed") {
			t.Errorf("an honest neighbour: %s", g)
		}
	}
	return got[:len(codes)-honest]
}

// allMerged judges answers in company and wants only so many to be built alone.
func allMerged(t *testing.T, j *Judge, alone, n int, codes ...string) {
	t.Helper()
	for i := range n - len(codes) {
		codes = append(codes, fmt.Sprintf("func Clamp(x, lo, hi int) int { return max(lo, min(x, hi)) } // %d %.40q", i, codes[0]))
	}
	begin := j.Stats()
	var wg sync.WaitGroup
	for _, code := range codes {
		wg.Go(func() { show(t, j, clamp, code) })
	}
	wg.Wait()
	s := j.Stats()
	// On a busy machine the first may set out before the others come, the last after.
	if got := s.Alone - begin.Alone; got < alone || got > alone+2 {
		t.Errorf("%d of %d built alone, not %d: %s", got, n, alone, codes[0])
	}
}

func TestOnlyTheOffenderLeavesABatch(t *testing.T) {
	j := testJudge(t)
	const good = "func Clamp(x, lo, hi int) int { return max(lo, min(x, hi)) }\n"
	show(t, j, clamp, good)
	var all strings.Builder
	for i := range maxBatch {
		fmt.Fprintf(&all, "a%d.go:1\n", i)
	}
	for _, code := range []string{
		"func k(a [1 << 31]byte) {}\n",
		"func k() { _ = [...]byte{1<<34: 1} }\n",
		"func k() int { return `\n" + all.String() + "` }\n",
		"func k() int { return `\nanswer.go:1:1: x\n./a0.go:1:1: x\n/box/a1.go:1:1: x\n` }\n",
	} {
		allMerged(t, j, 1, 21, code+good)
	}
}

func TestCompanyMakesNoDifference(t *testing.T) {
	j := testJudge(t)
	const good = "func Clamp(x, lo, hi int) int { return max(lo, min(x, hi)) }\n"
	codes := []string{
		"const n = 1\nfunc Clamp(x, lo, hi int) int { const ( n = n + 1; m ); if m != 3 { return m }; return max(lo, min(x, hi)) }",
		"const string = 3\nfunc f(v any) int { switch string := v.(type) { case string: return len(string) }; return 0 }\n" + good,
		"type thing struct{}\nfunc (thing) New(string) error { for {} }\nvar errors thing\nvar e = errors.New(\"x\")\n" + good,
		"var m = map[any]int{[]int{1}: 1}\nfunc f() { _ = m }\n" + good,
		"type T struct{ f int }\nvar sort *T\nvar v = sort.f\nfunc f() { _ = v }\n" + good,
		"func k(a [1 << 31]byte) {}\n" + good,
		"func f() { break }\n" + good,
		"func f() int { return \"\" }\n" + good,
		"func Clamp(x, lo, hi int) int { for { x = x - x + lo } }",
		"func Clamp(x, lo, hi int) int { return Clamp(x, lo, hi) + 1 }",
		"func Clamp(x, lo string, hi int) int { return hi }",
		"func Clamp(x, lo, hi int) int { return Clamp_0(x, lo, hi) }",
	}
	for i := range codes {
		codes[i] += fmt.Sprintf("\n// %d", i)
	}
	begin := j.Stats()
	together := judgeTogether(t, j, codes...)
	// Of those that compile and may have company, most must have had it.
	if s := j.Stats(); s.Merged+s.Apart-begin.Merged-begin.Apart < 7 {
		t.Errorf("most had no company: %+v before, %+v after", begin, s)
	}
	for i, code := range codes {
		if alone := show(t, j, clamp, code+" alone"); alone != together[i] {
			t.Errorf("%s\ntogether %s\nalone    %s", code, together[i], alone)
		}
	}
}

func TestAloneThereIsNoCompany(t *testing.T) {
	testJudge(t)
	j, err := New(t.Context(), Options{Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	judgeTogether(t, j)
	if s := j.Stats(); s.Answers == 0 || s.Alone != s.Answers || s.Batches > 0 {
		t.Errorf("%+v", s)
	}
}

func TestATypeOfAGivenNameIsNotComputedHere(t *testing.T) {
	j := testJudge(t)
	var b strings.Builder
	b.WriteString("type Point [len(func() string { const a0 = \"0123456789abcdef\"\n")
	for i := range 34 {
		fmt.Fprintf(&b, "const a%d = a%d + a%d\n", i+1, i, i)
	}
	b.WriteString("const n = len(a34); return \"\" }())]int\nfunc Clamp(x, lo, hi int) int { return 0 }")
	e, err := j.tools.read(&withPoint)
	if err != nil {
		t.Fatal(err)
	}
	if a := readAnswer(b.String(), e, j.tools); !a.declared["Point"] {
		t.Error("taken for the given type")
	}
}

func TestProcessorsDoNotTellOfCompany(t *testing.T) {
	j := testJudge(t)
	task := cases("F", "func F() string", "", `"1 2"`)
	code := "import (\n\"fmt\"\n\"os\"\n\"runtime\"\n)\nfunc F() string { return fmt.Sprint(os.Getenv(\"GOMAXPROCS\"), \" \", runtime.GOMAXPROCS(0)) }"
	if got := show(t, j, task, code); !strings.HasPrefix(got, "passed") {
		t.Error(got)
	}
}

func TestWordsThatCompanyChangesAreThoseOfAnAnswerAlone(t *testing.T) {
	j := testJudge(t)
	before := j.Stats().Again
	const good = "func Clamp(x, lo, hi int) int { return max(lo, min(x, hi)) }\n"
	codes := []string{
		"type T struct{}\nfunc (T) M() {}\ntype I interface{ M() }\nfunc Clamp(x, lo, hi int) int { var p *T; i := []I{p}; i[0].M(); return 0 }",
		"import (\n\"fmt\"\n\"iter\"\n)\ntype T struct{}\nfunc Clamp(x, lo, hi int) int { var s iter.Seq[T]; panic(fmt.Sprintf(\"%T\", s)) }",
		"import \"fmt\"\nfunc f() {}\nfunc Clamp(x, lo, hi int) int { panic(fmt.Sprintf(\"%p\", f)) }",
		"type T struct{}\nfunc (T) M() {}\n" + good,
	}
	together := judgeTogether(t, j, codes...)
	if again := j.Stats().Again - before; again != 3 {
		t.Errorf("%d were run again alone, not 3", again)
	}
	for i, code := range codes {
		if alone := show(t, j, clamp, code+" // alone"); alone != together[i] {
			t.Errorf("%s\ntogether %s\nalone    %s", code, together[i], alone)
		}
	}
}

func TestATasksCodeDoesNothingToAnswersOfOthers(t *testing.T) {
	j := testJudge(t)
	eager := cases("F", "func F(x int) int", "1", "1")
	eager.Context = "import \"time\"\nfunc init() { time.Local = time.FixedZone(\"X\", 7200) }\nvar Y = 1"
	zone := cases("Zone", "func Zone() string", "", "time.Unix(0, 0).Format(\"MST\")")
	for i := range 3 {
		var wg sync.WaitGroup
		// New tasks, so that their oracles are linked at the same time, too.
		eager.ID, zone.ID = fmt.Sprint("eager", i), fmt.Sprint("zone", i)
		for k := range 6 {
			wg.Go(func() { show(t, j, eager, fmt.Sprintf("func F(x int) int { return Y } // %d", k)) })
			wg.Go(func() {
				code := fmt.Sprintf("import \"time\"\nfunc Zone() string { return time.Unix(0, 0).Format(\"MST\") } // %d", k)
				if got, want := show(t, j, zone, code), "passed | h1 passed \"UTC\""; got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			})
		}
		wg.Wait()
	}
}

// What no syntax told of an answer's size shows when it is linked.
func TestABurdenIsCarriedAlone(t *testing.T) {
	j := testJudge(t)
	for code, heavy := range map[string]bool{"var big [64 << 20]byte\n": true, "var small [64 << 10]byte\n": false} {
		st, err := j.prepare(t.Context(), &clamp, clamp.Hash())
		if err != nil {
			t.Fatal(err)
		}
		name := code[4:strings.Index(code, " [")]
		a := readAnswer(code+"func Clamp(x, lo, hi int) int { return int("+name+"[x]) }\n", st.exam, j.tools)
		b, err := j.buildAlone(t.Context(), st, a)
		if err != nil || b.program == nil {
			t.Fatal(b.diagnostics, err)
		}
		p, err := (&batch{}).open(b.program.dir, 1)
		if err != nil || (p == nil) != heavy {
			t.Errorf("%s: %v, %v", name, p, err)
		}
		b.remove()
	}
}
