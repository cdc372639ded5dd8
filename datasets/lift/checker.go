package lift

import (
	"fmt"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dialogo/datasets/gosrc"
)

// gotName is what a predicate calls the result.
const gotName = "got"

// reserved are the names that mean something of the checker's own.
var reserved = regexp.MustCompile(`^(` + gotName + `|is|known|err|arg[0-9]+|reflect|errors|fmt|math|any|float64)$`)

// NeedsChecker reports whether some assertion is more than a comparison of the
// result with a wanted value.
func NeedsChecker(asserts []Assert) bool {
	return slices.ContainsFunc(asserts, func(a Assert) bool { return a.Holds != "" })
}

// Checker writes the checker function of a task from all its assertions, and with
// the imports it needs. A checker knows a case by its arguments: it looks up the
// assertions made about them, and all of these must hold.
func (t Test) Checker(asserts []Assert) string {
	var b strings.Builder
	t.openCheck(&b)
	asserts = distinct(asserts)
	for i, a := range asserts {
		if i == 0 || !slices.Equal(a.Helpers, asserts[i-1].Helpers) {
			openBlock(&b, i > 0, a.Helpers)
		}
		writeAssert(&b, a)
	}
	b.WriteString("}\n")
	b.WriteString("if !known {\nreturn errors.New(\"the dataset's test says nothing about these arguments\")\n}\nreturn nil\n}\n")
	std := []gosrc.Import{{Path: "errors"}, {Path: "fmt"}, {Path: "math"}, {Path: "reflect"}}
	code := b.String()
	return gosrc.Format(gosrc.WithImports(gosrc.Needed(code, gosrc.Union(std, t.Imports)), code))
}

// openCheck writes the function's head, what it does about a predicate that
// panics, and is, which compares a case's arguments with those at hand.
func (t Test) openCheck(b *strings.Builder) {
	names := t.paramNames("arg")
	var equal []string
	for i, n := range t.paramNames("a") {
		equal = append(equal, fmt.Sprintf("reflect.DeepEqual(%s, %s)", n, names[i]))
	}
	if len(equal) == 0 {
		equal = []string{"true"}
	}
	fmt.Fprintf(b, "// Check holds the assertions of the dataset's own test.\nfunc Check(%s) (err error) {\n",
		strings.Join(append(t.params("arg"), gotName+" "+t.Entry.Results[0]), ", "))
	b.WriteString("defer func() {\nif p := recover(); p != nil {\nerr = fmt.Errorf(\"looking at the result panicked: %v\", p)\n}\n}()\n")
	fmt.Fprintf(b, "is := func(%s) bool { return %s }\nknown := false\n", strings.Join(t.params("a"), ", "), strings.Join(equal, " && "))
}

// params writes the entry's parameters with the names prefix0, prefix1, ….
func (t Test) params(prefix string) []string {
	var out []string
	for i, n := range t.paramNames(prefix) {
		out = append(out, n+" "+t.Entry.Params[i])
	}
	return out
}

func (t Test) paramNames(prefix string) []string {
	var out []string
	for i := range t.Entry.Params {
		out = append(out, prefix+strconv.Itoa(i))
	}
	return out
}

// distinct drops assertions that are made twice: those of an example are often
// part of the test as well.
func distinct(asserts []Assert) []Assert {
	var out []Assert
	for _, a := range asserts {
		same := func(b Assert) bool {
			return a.Args == b.Args && a.Want == b.Want && a.Holds == b.Holds && slices.Equal(a.Helpers, b.Helpers)
		}
		if !slices.ContainsFunc(out, same) {
			out = append(out, a)
		}
	}
	return out
}

// openBlock starts a block with the helpers of the assertions that follow. Each
// test function has its own, and two may declare the same name.
func openBlock(b *strings.Builder, again bool, helpers []string) {
	if again {
		b.WriteString("}\n")
	}
	b.WriteString("{\n")
	for _, h := range helpers {
		name, _, _ := strings.Cut(h, " ")
		fmt.Fprintf(b, "%s\n_ = %s\n", h, name)
	}
}

// writeAssert writes one assertion.
func writeAssert(b *strings.Builder, a Assert) {
	holds, want := a.Holds, a.Holds
	if holds == "" {
		holds, want = fmt.Sprintf("reflect.DeepEqual(any(%s), any(%s))", gotName, a.Want), a.Want
	}
	fmt.Fprintf(b, "if is(%s) {\nknown = true\nif !(%s) {\nreturn errors.New(%s)\n}\n}\n", a.Args, holds, strconv.Quote("want "+want))
}

func (l *lifter) slice(from, to token.Pos) string {
	return l.text[gosrc.Offset(l.fset, from):gosrc.Offset(l.fset, to)]
}
