package gotest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dialogo/bench/benchtest"
)

var double = Record{
	ID: "Go/double",
	TestSetup: `package main

import (
    "testing"
    "math"
    "github.com/stretchr/testify/assert"
)
`,
	Test: `func TestDouble(t *testing.T) {
    assert := assert.New(t)
    assert.Equal([]int{2}, Double([]int{1}))
    assert.Equal([]int{}, Double([]int{}))
}
`,
	ExampleTest: `func TestDouble(t *testing.T) {
    assert := assert.New(t)
    assert.Equal([]int{0}, Double([]int{0}))
}
`}

const given = "import \"fmt\"\n\nfunc Twice(x int) int { return 2 * x }\n\nfunc Shown(x int) string { return fmt.Sprint(x) }\n"

const right = "func Double(xs []int) []int {\n\tout := []int{}\n\tfor _, x := range xs {\n\t\tout = append(out, Twice(x))\n\t}\n\treturn out\n}\n"

// outcomes are answers to double and what becomes of them.
var outcomes = []struct {
	name, code string
	want       Outcome
	says       string
}{
	{"right", right, Passed, ""},
	{"package clause", "// Doubles.\npackage doubles\n" + right, Passed, ""},
	{"own import and helper", "import \"strings\"\n\nfunc Twice(x int) int { return x + x + strings.Count(\"\", \"a\") }\n" + right, Passed, ""},
	{"nil for empty", strings.Replace(right, "out := []int{}", "var out []int", 1), Failed, "--- FAIL: TestDouble"},
	{"wrong in the examples only", strings.Replace(right, "Twice(x)", "max(1, Twice(x))", 1), Failed, "TestExample_Double"},
	{"panics", "func Double(xs []int) []int { panic(xs) }\n", Failed, "panic: "},
	{"exits", "import \"os\"\n\nfunc Double(xs []int) []int { os.Exit(0); return nil }\n", Failed, ""},
	{"does not compile", "func Double(xs []int) []int { return x }\n", CompileError, "undefined: x"},
	{"does not parse", "func Double(xs []int) []int {\n", CompileError, "syntax error"},
	{"no such package", "import \"no/such\"\n\n" + right, CompileError, "no/such"},
	{"vet would complain", "import \"fmt\"\n\n" + right + "\nfunc show() { fmt.Printf(\"%d\", \"x\") }\n", Passed, ""},
	{"loops", "func Double(xs []int) []int { for {} }\n", Timeout, "timed out"},
	{"takes all memory", "var kept [][]byte\n\nfunc Double(xs []int) []int { for { kept = append(kept, make([]byte, 64<<20)) } }\n", Memory, "memory"},
	{"endless recursion", "func Double(xs []int) []int { return Double(append(xs, 1)) }\n", Failed, "stack"},
	{"forged", right[:0] + "import \"os\"\n\nfunc init() { os.Exit(0) }\n\nfunc Double(xs []int) []int { return nil }\n", Passed, ""},
}

func answers() (all []Answer) {
	for _, o := range outcomes {
		all = append(all, Answer{Record: double, Examples: true, Given: given, Code: o.code})
	}
	return all
}

func check(t *testing.T, i int, got Result) {
	t.Helper()
	if o := outcomes[i]; got.Outcome != o.want || !strings.Contains(got.Output, o.says) {
		t.Errorf("%s: %s, want %s and %q\n%s", o.name, got.Outcome, o.want, o.says, got.Output)
	}
}

func open(t *testing.T, f Flavour) *Workspace {
	t.Helper()
	w, err := Open(t.Context(), t.TempDir(), f, Options{Timeout: 10 * time.Second, MemoryMB: 1024})
	benchtest.Need(t, err == nil || f == Plain, fmt.Sprintf("testify, from the module cache or the Go proxy (%v)", err))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestOutcomesOfOneGoTestAnAnswer(t *testing.T) {
	if testing.Short() {
		t.Skip("runs go test many times: not with -short")
	}
	for _, f := range []Flavour{Plain, Testify} {
		t.Run(string(f), func(t *testing.T) {
			w := open(t, f)
			for i, a := range answers() {
				if f == Testify && i > 6 {
					break // the others have nothing to do with assertions
				}
				got, err := w.Judge(t.Context(), a)
				if err != nil {
					t.Fatal(err)
				}
				check(t, i, got)
			}
		})
	}
}

func TestOutcomesOfOneGoTestForAll(t *testing.T) {
	if testing.Short() {
		t.Skip("runs go test: not with -short")
	}
	got, err := open(t, Plain).JudgeAll(t.Context(), answers())
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		check(t, i, got[i])
	}
}

func TestPackageClauses(t *testing.T) {
	for in, want := range map[string]string{
		"func F() {}":                          "package main;func F() {}",
		"package x\nfunc F() {}":               "package main\nfunc F() {}",
		"/* a */ package /* b */ x; var y = 1": "/* a */ package /* b */ main; var y = 1",
		"\uFEFFpackage x\n":                    "package main\n",
		"package":                              "package",
		"":                                     "package main;",
	} {
		if got := inMain(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestATestImportsWhatItUses(t *testing.T) {
	got, err := testFile("func TestX(t *testing.T) { rand.Int() }",
		"package main\nimport (\n\t\"testing\"\n\tm \"math\"\n\t\"math/rand\"\n)", "package p; import \"math/rand\"")
	if want := "package main\nimport \"testing\"\nimport \"math/rand\"\nfunc TestX(t *testing.T) { rand.Int() }"; err != nil || got != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
	if _, err := testFile("func TestX("); err == nil {
		t.Error("a test that does not parse is no error")
	}
}
