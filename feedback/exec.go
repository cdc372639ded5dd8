package feedback

import (
	"fmt"
	"go/ast"
	"go/parser"
	"strings"

	"dialogo/bench"
)

// execText renders the outcome of the cases that a level shows.
func execText(level Level) func(*bench.Task, bench.Verdict) string {
	return func(t *bench.Task, v bench.Verdict) string {
		switch v.Status {
		case bench.NoCode:
			return "The tests could not run: no Go code was found in the reply."
		case bench.CompileError:
			return "The tests could not run: the code does not compile."
		}
		return tally(t, v, level).text(t)
	}
}

// results are the outcomes a level may speak about.
type results struct {
	level  Level
	total  int
	failed []bench.CaseResult
	notRun int
	// hidden says that there are cases the level does not show.
	hidden bool
	// died is the verdict's status when the program failed outside of any case,
	// as test code run in one process with the answer can. Level full only: a
	// partial level must not tell what hidden cases did.
	died bench.Status
}

func tally(t *bench.Task, v bench.Verdict, level Level) results {
	r := results{level: level, hidden: t.Test != nil && level == Partial}
	for _, c := range v.Cases {
		if level == Partial && !c.Visible {
			r.hidden = true
			continue
		}
		r.total++
		switch c.Status {
		case bench.Passed:
		case bench.NotRun:
			r.notRun++
		default:
			r.failed = append(r.failed, c)
		}
	}
	if level == Full && v.Status != bench.Passed && len(r.failed) == 0 {
		r.died = v.Status
	}
	return r
}

// failing reports whether the level shows that something went wrong.
func (r results) failing() bool { return len(r.failed) > 0 || r.notRun > 0 || r.died != "" }

func (r results) text(t *bench.Task) string {
	var b strings.Builder
	switch {
	case len(r.failed) > 0:
		fmt.Fprintf(&b, "%d of %s %s:\n\n", len(r.failed), r.tests(), verb(len(r.failed), "fails", "fail"))
		for i, c := range r.failed {
			b.WriteString(caseText(t, i+1, c))
		}
	case r.died != "":
		fmt.Fprintf(&b, "The program ended before the tests were done: %s.\n", happened(r.died))
	case r.total == 0:
		b.WriteString("No test is shown to you.\n")
	case r.notRun == 0:
		fmt.Fprintf(&b, "%s %s %s.\n", verb(r.total, "The", "All"), r.tests(), verb(r.total, "passes", "pass"))
	}
	if r.notRun > 0 {
		fmt.Fprintf(&b, "%d of %s %s not run.\n", r.notRun, r.tests(), verb(r.notRun, "was", "were"))
	}
	if r.hidden && len(r.failed) == 0 {
		b.WriteString("There are further tests, which are not shown.\n")
	}
	return b.String()
}

// tests names what the level shows, e.g. "3 visible tests".
func (r results) tests() string {
	kind := ""
	if r.level == Partial {
		kind = "visible "
	}
	return fmt.Sprintf("%d %s%s", r.total, kind, verb(r.total, "test", "tests"))
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// caseText is one failing case: a numbered call, then indented fields.
func caseText(t *bench.Task, number int, r bench.CaseResult) string {
	head := fmt.Sprintf("%d. ", number)
	indent := strings.Repeat(" ", len(head))
	field := func(name, text string) string {
		if text == "" {
			return ""
		}
		return indent + name + ": " + value(text, indent+"    ") + "\n"
	}
	c, ok := find(t.Cases, r.Case)
	call := "check " + r.Case
	if ok {
		call = c.Call(t.Entry)
	}
	s := head + value(call, indent+"    ") + "\n" + field("expected", expected(c))
	switch r.Status {
	case bench.WrongAnswer:
		s += field("got", r.Got) + field("problem", r.Message)
	default:
		s += field("got", outcome(r))
	}
	return s
}

func find(cases []bench.Case, id string) (bench.Case, bool) {
	for _, c := range cases {
		if c.ID == id {
			return c, true
		}
	}
	return bench.Case{}, false
}

// expected says what a case wants; empty when a checker or test code decides.
func expected(c bench.Case) string {
	if c.Panics {
		return "a panic"
	}
	if wantsAnyError(c.Want) {
		return c.Want + " (error is any non-nil error)"
	}
	return c.Want
}

// wantsAnyError reports whether one of the wanted results is the bare word error.
func wantsAnyError(want string) bool {
	if !strings.Contains(want, "error") {
		return false
	}
	e, err := parser.ParseExpr("f(" + want + ")")
	call, ok := e.(*ast.CallExpr)
	if err != nil || !ok {
		return false
	}
	for _, a := range call.Args {
		if id, ok := a.(*ast.Ident); ok && id.Name == "error" {
			return true
		}
	}
	return false
}

// outcome says what happened instead of a result.
func outcome(r bench.CaseResult) string {
	if r.Message == "" {
		return "no result: " + happened(r.Status)
	}
	if r.Status == bench.RuntimeError {
		return r.Message
	}
	return "no result: " + r.Message
}

// happened puts a status into words.
func happened(s bench.Status) string {
	switch s {
	case bench.RuntimeError:
		return "it panicked or exited"
	case bench.Timeout:
		return "it ran over the time limit"
	case bench.Memory:
		return "it ran over the memory limit"
	default:
		return "it did not pass"
	}
}
