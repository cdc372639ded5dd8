package lift

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"dialogo/datasets/gosrc"
)

// Testify is the import path of the assertions that are understood. Those of
// package require are lifted alike: a test that stops at its first failure passes
// under the same condition.
const (
	Testify        = "github.com/stretchr/testify/assert"
	testifyRequire = "github.com/stretchr/testify/require"
)

// Test says what surrounds a test function.
type Test struct {
	// Entry is the function under test.
	Entry gosrc.Signature
	// Context holds declarations that the test may use, without imports.
	Context string
	// Imports are those of the test's file and of Context.
	Imports []gosrc.Import
}

// Assert is one lifted assertion about one call of the entry function.
type Assert struct {
	// Args are the call's arguments, Go expressions separated by commas.
	Args string
	// Want is the wanted result as a Go expression, if the assertion compares the
	// result as such. Otherwise it is empty and Holds is set.
	Want string
	// Holds is a condition on the result, which it calls got.
	Holds string
	// Helpers are the declarations that Holds needs, in order.
	Helpers []string
}

// NotLiftable says why a test function must stay code.
type NotLiftable struct {
	// Line is the line of the test that cannot be lifted, from 1.
	Line int
	// Reason says what is there.
	Reason string
}

// Error implements error.
func (e *NotLiftable) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// Asserts lifts the test functions of code, the text of a test file without
// package clause and imports. The error is a [*NotLiftable] if the test must stay
// code; any other error means that it is no Go code.
func (t Test) Asserts(code string) ([]Assert, error) {
	if _, _, err := gosrc.Parse(code); err != nil {
		return nil, err
	}
	before := t.preamble()
	text := before + code
	fset, f, err := gosrc.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("together with the task's declarations: %w", err)
	}
	info := gosrc.Resolve(fset, f)
	l := &lifter{test: t, fset: fset, text: text, info: info, file: fset.File(f.Pos()),
		firstLine: strings.Count(before, "\n"), loop: map[types.Object]string{}, helpers: map[types.Object]string{}}
	fn := gosrc.Func(f, t.Entry.Name)
	l.entry = info.Defs[fn.Name]
	for _, d := range f.Decls {
		if l.line(d.Pos()) < 1 {
			continue // an import, the context or the entry's stub
		}
		if err := l.declaration(d); err != nil {
			return nil, err
		}
	}
	return l.asserts, nil
}

// preamble is what stands before the test in the file that is resolved.
func (t Test) preamble() string {
	stub := t.Entry.Text + " { panic(0) }\n"
	return gosrc.WithImports(t.Imports, strings.TrimSpace(t.Context)+"\n"+stub)
}

// lifter walks one test file.
type lifter struct {
	test      Test
	fset      *token.FileSet
	file      *token.File
	text      string // the file without its package clause
	info      *types.Info
	firstLine int // lines of text before the test's first
	entry     types.Object

	loop     map[types.Object]string // loop variables and the value they have now
	helpers  map[types.Object]string // closures that predicates may use
	order    []types.Object          // helpers in the order of their declaration
	asserter types.Object            // assert := assert.New(t)
	asserts  []Assert
}

// line counts from the test's first line.
func (l *lifter) line(p token.Pos) int { return l.fset.Position(p).Line - l.firstLine }

func (l *lifter) not(n ast.Node, format string, args ...any) error {
	return &NotLiftable{Line: l.line(n.Pos()), Reason: fmt.Sprintf(format, args...)}
}

// declaration lifts one test function.
func (l *lifter) declaration(d ast.Decl) error {
	fn, ok := d.(*ast.FuncDecl)
	if !ok || fn.Recv != nil || !strings.HasPrefix(fn.Name.Name, "Test") || fn.Body == nil {
		return l.not(d, "a declaration besides the test function")
	}
	l.asserter, l.order = nil, nil
	for _, s := range fn.Body.List {
		if err := l.statement(s, false); err != nil {
			return err
		}
	}
	return nil
}

// maxAsserts bounds what loops unroll to.
const maxAsserts = 2000

// statement lifts one statement of a test.
func (l *lifter) statement(s ast.Stmt, inLoop bool) error {
	switch s := s.(type) {
	case *ast.EmptyStmt:
		return nil
	case *ast.AssignStmt:
		if !inLoop {
			return l.assign(s)
		}
	case *ast.ForStmt:
		return l.unroll(s)
	case *ast.ExprStmt:
		if call, ok := ast.Unparen(s.X).(*ast.CallExpr); ok {
			if len(l.asserts) >= maxAsserts {
				return l.not(s, "more than %d assertions", maxAsserts)
			}
			return l.assertion(call)
		}
	}
	return l.not(s, "a statement that is no assertion")
}

// assign takes "assert := assert.New(t)" and helper closures.
func (l *lifter) assign(s *ast.AssignStmt) error {
	if s.Tok != token.DEFINE || len(s.Lhs) != 1 || len(s.Rhs) != 1 {
		return l.not(s, "an assignment")
	}
	obj := l.defined(s.Lhs[0])
	if obj == nil {
		return l.not(s, "an assignment")
	}
	switch rhs := ast.Unparen(s.Rhs[0]).(type) {
	case *ast.CallExpr:
		if sel, ok := rhs.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "New" && l.isTestify(sel.X) {
			l.asserter = obj
			return nil
		}
	case *ast.FuncLit:
		if err := l.names(rhs, true); err != nil {
			return err
		}
		if l.calls(rhs) > 0 {
			return l.not(s, "a helper that calls %s", l.test.Entry.Name)
		}
		l.helpers[obj] = l.slice(s.Pos(), s.End())
		l.order = append(l.order, obj)
		return nil
	}
	return l.not(s, "a value that is computed by statements")
}

// defined is what the left side of ":=" declares, nil if it is no new name. The
// parser takes any expression there.
func (l *lifter) defined(e ast.Expr) types.Object {
	id, ok := e.(*ast.Ident)
	if !ok {
		return nil
	}
	return l.info.Defs[id]
}

// isTestify reports whether e is testify's package assert or require.
func (l *lifter) isTestify(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	p, ok := l.info.Uses[id].(*types.PkgName)
	if !ok {
		return false
	}
	path := p.Imported().Path()
	return path == Testify || path == testifyRequire
}
