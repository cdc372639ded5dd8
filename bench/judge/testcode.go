package judge

import (
	"fmt"
	"go/parser"
	"go/token"

	"dialogo/bench"
)

// testsFile is the test code as a package of its own: it reaches the entry function
// through a variable of that name and the given declarations by an import, so that
// nothing else an answer declares, be it a given function or a predeclared name,
// takes the place of what the test means.
func (e *exam) testsFile(t *toolchain) (string, error) {
	code, err := redirected(e.task)
	if err != nil {
		return "", err
	}
	if len(e.entries) != 1 || e.entries[0].TypeParams() != nil {
		return "", bench.Usagef("task %q: test code cannot call a generic function; write cases", e.task.ID)
	}
	typ := e.typeText(e.entries[0])
	f := entryVar(0)
	body := fmt.Sprintf("//line test.go:1\n%s\nvar %s %s\n%s(%s %s) dialogo_driver.Opaque {\n"+
		"return dialogo_driver.BindTest(dialogo_cases.%s(%s), func() func(*dialogo_driver.Tester) {\n%s = %s\nreturn dialogo_testing.Drive(%q, %s)\n})\n}\n",
		code, e.task.Entry, typ, funcBind, f, typ, bindProgram, f, e.task.Entry, f, e.task.Test.Name, e.task.Test.Name)
	return t.withImports(e.given, "tests", body, driverPath, casesPath, testingPath), nil
}

// redirected is a task's test code, its imports of testing and testify redirected to
// the judge's own.
func redirected(task *bench.Task) (string, error) {
	const clause = "package main\n"
	src := clause + task.Test.Code + "\n"
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "test.go", src, parser.ImportsOnly)
	if err != nil {
		return "", bench.Usagef("task %q: test code: %w", task.ID, err)
	}
	var edits []edit
	for _, spec := range f.Imports {
		name, to := "testing", testingPath
		switch spec.Path.Value {
		case `"testing"`:
		case `"github.com/stretchr/testify/assert"`:
			name, to = "assert", assertPath
		default:
			continue
		}
		if to = fmt.Sprintf("%q", to); spec.Name == nil {
			to = name + " " + to
		}
		edits = append(edits, edit{fset.Position(spec.Path.Pos()).Offset, fset.Position(spec.Path.End()).Offset, to})
	}
	return string(apply([]byte(src), edits)[len(clause):]), nil
}
