package datasets

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/datasets/gosrc"
)

func rules(t testing.TB, signature string, checker bool) CaseRules {
	t.Helper()
	s, err := gosrc.ParseSignature(signature)
	if err != nil {
		t.Fatal(err)
	}
	return CaseRules{Signature: s, Checker: checker}
}

func TestCasesAreReadAsGo(t *testing.T) {
	for _, c := range []struct {
		name, signature, line string
		checker               bool
		want                  bench.Case
	}{
		{name: "plain", signature: "func F(a, b int) int", line: "F(1, 2) => 3", want: bench.Case{Args: "1, 2", Want: "3"}},
		{name: "note", signature: "func F(a int) int", line: "F(1)=>3//  why   so ", want: bench.Case{Args: "1", Want: "3", Note: "why so"}},
		{name: "several results", signature: "func F(a int) (int, error)", line: "F(1) => 0, ErrZero", want: bench.Case{Args: "1", Want: "0, ErrZero"}},
		{name: "any error", signature: "func F() (int, error)", line: "F() => 0, error // any", want: bench.Case{Want: "0, error", Note: "any"}},
		{name: "panic", signature: "func F(a []int) int", line: "F(nil) => panic", want: bench.Case{Args: "nil", Panics: true}},
		{name: "checker", signature: "func F(a int) int", line: "F(1) // any", checker: true, want: bench.Case{Args: "1", Note: "any"}},
		{name: "panic with a checker", signature: "func F(a int) int", line: "F(1) => panic", checker: true, want: bench.Case{Args: "1", Panics: true}},
		{name: "no result", signature: "func F(a int)", line: "F(1)", want: bench.Case{Args: "1"}},
		{name: "marks in strings", signature: "func F(a string) string", line: `F("=> // \" ,)") => "//, =>" // "=>"`,
			want: bench.Case{Args: `"=> // \" ,)"`, Want: `"//, =>"`, Note: `"=>"`}},
		{name: "marks in raw strings and runes", signature: "func F(a string, r rune) string", line: "F(`=> //`, '\"') => `\"`",
			want: bench.Case{Args: "`=> //`, '\"'", Want: "`\"`"}},
		{name: "a function", signature: "func F(f func(int) bool) int", line: "F(func(x int) bool { y := x; return y >= 2 && x != 3 }) => 1",
			want: bench.Case{Args: "func(x int) bool { y := x; return y >= 2 && x != 3 }", Want: "1"}},
		{name: "continued", signature: "func F(a []int, b int) int", line: "F([]int{1, // one\n\n  2},\n\t3,\n  ) =>\n  5 +\n   1 // six",
			want: bench.Case{Args: "[]int{1, 2}, 3", Want: "5 + 1", Note: "six"}},
		{name: "a function over lines", signature: "func F(f func() int) int", line: "F(func() int {\n\tx := 1\n\treturn x\n\t}) => 1",
			want: bench.Case{Args: "func() int {x := 1; return x}", Want: "1"}},
		{name: "variadic", signature: "func F(a int, more ...string) int", line: "F(1) => 0", want: bench.Case{Args: "1", Want: "0"}},
		{name: "spread", signature: "func F(more ...string) int", line: `F([]string{"a"}...) => 0`, want: bench.Case{Args: `[]string{"a"}...`, Want: "0"}},
		{name: "channels and generics", signature: "func F[T any](c chan T) T", line: "F(make(chan int)) => 0", want: bench.Case{Args: "make(chan int)", Want: "0"}},
		{name: "shifts and comparisons", signature: "func F(a uint64) bool", line: "F(1<<63>>1) => 1 >= 2", want: bench.Case{Args: "1<<63>>1", Want: "1 >= 2"}},
		{name: "a want called panic in a string", signature: "func F() string", line: `F() => "panic"`, want: bench.Case{Want: `"panic"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.want.ID = "h1"
			got, errs := ParseCases("// first\n\nhidden: // edges\n"+c.line+"\n\n// last\n", rules(t, c.signature, c.checker))
			if len(errs) > 0 || !reflect.DeepEqual(got, []bench.Case{c.want}) {
				t.Errorf("got %+v %v, want %+v", got, errs, c.want)
			}
		})
	}
}

func TestVisibleCasesComeFirst(t *testing.T) {
	got, errs := ParseCases("hidden:\nF(1) => 1\nF(2) => 2\nvisible:\nF(3) => 3\nF(4) => 4\n", rules(t, "func F(x int) int", false))
	var ids []string
	for _, c := range got {
		ids = append(ids, fmt.Sprintf("%s%v=%s", c.ID, c.Visible, c.Want))
	}
	if want := "v1true=3 v2true=4 h1false=1 h2false=2"; len(errs) > 0 || strings.Join(ids, " ") != want {
		t.Errorf("got %v %v", ids, errs)
	}
}

func TestCaseErrorsNameTheLine(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "line 1: there are no cases"},
		{"no section", "F(1) => 1", "line 1: a case before the first section"},
		{"misspelt section", "visible:\nF(1) => 1\nhiden:\nF(2) => 2", `line 3: unknown section "hiden" (did you mean "hidden"?)`},
		{"another function", "hidden:\nf(1) => 1", "line 2: calls f, but the entry function is F"},
		{"instantiated", "hidden:\nF[int](1) => 1", "line 2: calls F[int]"},
		{"no call", "hidden:\n\n1 => 1", "line 3: not a call"},
		{"no want", "hidden:\nF(1)", "line 2: 0 results are wanted, but F returns 1"},
		{"empty want", "hidden:\nF(1) => // nothing", "line 2: nothing is wanted"},
		{"two wants", "hidden:\nF(1) => 1, 2", "line 2: 2 results are wanted, but F returns 1"},
		{"too many arguments", "hidden:\nF(1, 2) => 1", "line 2: 2 arguments are given, but F takes 1"},
		{"spread", "hidden:\nF(xs...) => 1", "line 2: \"...\" after an argument"},
		{"error for an int", "hidden:\nF(1) => error", `line 2: result 1 is a int: "error" stands for a result of type error only`},
		{"bad expression", "hidden:\nF(1 +) => 1", "line 2: expected operand"},
		{"bad want in a later line", "hidden:\nF(1) =>\n\n  1 +* ", "line 4: expected"},
		{"bad argument in a later line", "hidden:\nF(\n  1 +,\n  2) => 1", "line 3: expected operand"},
		{"open bracket", "hidden:\nF([]int{1) => 1\nF(2) => 2", "line 2: "},
		{"not continued", "hidden:\nF(\n1) => 1", "line 2: the brackets are not balanced; a line that goes on"},
		{"open string", "hidden:\nF(\"1) => 1", "line 2: string literal not terminated"},
		{"two arrows", "hidden:\nF(1) => 1 => 2", "line 2: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, errs := ParseCases(c.text, rules(t, "func F(x int) int", false))
			if len(errs) == 0 || !strings.HasPrefix(errs[0].Error(), c.want) {
				t.Errorf("got %v, want %q", errs, c.want)
			}
		})
	}
}

func TestAllBadCasesAreTold(t *testing.T) {
	got, errs := ParseCases("visible:\nF() => 1\nF(2) => 2\nG(3) => 3\n", rules(t, "func F(x int) int", false))
	if len(got) != 1 || len(errs) != 2 || errs[0].Line != 2 || errs[1].Line != 4 {
		t.Errorf("got %v, %v", got, errs)
	}
}

func TestCheckerForbidsWants(t *testing.T) {
	_, errs := ParseCases("visible:\nF(1) => 1\n", rules(t, "func F(x int) int", true))
	if len(errs) != 1 || !strings.Contains(errs[0].Message, "the task has a checker") {
		t.Errorf("got %v", errs)
	}
}

func FuzzParseCases(f *testing.F) {
	f.Add("visible:\nF(1, \"a\") => 2, nil // note\nhidden:\nF(\n  3, `=>`) => 0, error\n", false)
	f.Add("hidden:\nF(1, \"//\") => panic\nF(func() int { return 1 }(), \"\")\n", true)
	f.Add("hidden:\nF([]int{1}[0],\n\t\"a\"+ // b\n\t\"c\") => 1,\n\tErrX", false)
	rule := rules(f, "func F(x int, s string) (int, error)", false)
	f.Fuzz(func(t *testing.T, text string, checker bool) {
		rule := CaseRules{Signature: rule.Signature, Checker: checker}
		cases, errs := ParseCases(text, rule)
		if len(cases) == 0 && len(errs) == 0 {
			t.Fatalf("%q: neither cases nor errors", text)
		}
		lines := strings.Count(text, "\n") + 1
		for _, e := range errs {
			if e.Line < 1 || e.Line > lines {
				t.Errorf("%q: line %d of %d: %s", text, e.Line, lines, e.Message)
			}
		}
		for _, c := range cases {
			again := writeCase(c)
			got, errs := ParseCases(again, rule)
			c.ID = "h1"
			if c.Visible {
				c.ID = "v1"
			}
			if len(errs) > 0 || len(got) != 1 || !reflect.DeepEqual(got[0], c) {
				t.Errorf("%q: %+v written as %q is %+v, %v", text, c, again, got, errs)
			}
		}
	})
}

// writeCase writes a case as cases.txt has it.
func writeCase(c bench.Case) string {
	line := "hidden:\n"
	if c.Visible {
		line = "visible:\n"
	}
	line += c.Call("F")
	switch {
	case c.Panics:
		line += " => panic"
	case c.Want != "":
		line += " => " + c.Want
	}
	if c.Note != "" {
		line += " // " + c.Note
	}
	return line
}
