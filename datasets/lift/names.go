package lift

import (
	"go/ast"
	"go/types"
	"strings"

	"dialogo/bench"
	"dialogo/datasets/gosrc"
)

// entryCall is e as a call of the entry function, nil if it is something else.
func (l *lifter) entryCall(e ast.Expr) *ast.CallExpr {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return nil
	}
	if id, ok := ast.Unparen(call.Fun).(*ast.Ident); ok && l.info.Uses[id] == l.entry {
		return call
	}
	return nil
}

// findCall is the call of the entry function within n, nil if there is none.
func (l *lifter) findCall(n ast.Node) (found *ast.CallExpr) {
	ast.Inspect(n, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && found == nil {
			found = l.entryCall(e)
		}
		return found == nil
	})
	return found
}

// calls counts how often the entry function is named within n.
func (l *lifter) calls(n ast.Node) int {
	count := 0
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && l.info.Uses[id] == l.entry {
			count++
		}
		return true
	})
	return count
}

// names refuses code that depends on something a case or a checker cannot have:
// variables of the test, its *testing.T, and in a case also packages that the
// judge would not find by their name alone.
func (l *lifter) names(n ast.Node, inChecker bool) (err error) {
	ast.Inspect(n, func(m ast.Node) bool {
		switch m := m.(type) {
		case *ast.SelectorExpr:
			if l.packageOf(m.X) != nil {
				ast.Inspect(m.X, func(x ast.Node) bool { err = l.firstOf(err, x, n, inChecker); return err == nil })
				return false // what is selected from a hollow package cannot be resolved
			}
		case *ast.Ident:
			err = l.firstOf(err, m, n, inChecker)
		}
		return err == nil
	})
	return err
}

func (l *lifter) firstOf(err error, m, within ast.Node, inChecker bool) error {
	if id, ok := m.(*ast.Ident); ok && err == nil {
		return l.name(id, within, inChecker)
	}
	return err
}

// name checks one identifier within an expression.
func (l *lifter) name(id *ast.Ident, within ast.Node, inChecker bool) error {
	obj := l.info.Uses[id]
	if own := obj == nil || obj.Pkg() != nil; own && reserved.MatchString(id.Name) && l.packageOf(id) == nil {
		return l.not(id, "a variable named %s", id.Name) // a checker would mistake it
	}
	if l.info.Defs[id] != nil || id.Name == "_" {
		return nil
	}
	switch o := obj.(type) {
	case nil:
		return l.not(id, "%s, which is not declared", id.Name)
	case *types.PkgName:
		imp := gosrc.Import{Path: o.Imported().Path()}
		if std, _ := bench.StdPackage(id.Name); imp.Std() && (inChecker || std == imp.Path) {
			return nil
		}
		return l.not(id, "package %s in a case", o.Imported().Path())
	}
	_, looped := l.loop[obj]
	_, helper := l.helpers[obj]
	inside := obj.Pos() >= within.Pos() && obj.Pos() < within.End()
	field := obj.Parent() == nil
	global := obj.Parent() == types.Universe || obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope()
	switch {
	case global && obj.Pos().IsValid() && l.line(obj.Pos()) >= 1:
		return l.not(id, "%s, a declaration of the test's file", id.Name)
	case looped, inside, field, global, helper && inChecker:
		return nil
	}
	return l.not(id, "%s, a variable of the test", id.Name)
}

// packageOf is the package that e names, nil if e is something else.
func (l *lifter) packageOf(e ast.Expr) *types.PkgName {
	id, ok := e.(*ast.Ident)
	if !ok {
		return nil
	}
	p, _ := l.info.Uses[id].(*types.PkgName)
	return p
}

// result is the type of the entry's single result, nil if it has not exactly one.
func (l *lifter) result() types.Type {
	sig, ok := l.entry.Type().(*types.Signature)
	if !ok || sig.Results().Len() != 1 {
		return nil
	}
	return sig.Results().At(0).Type()
}

// sameType reports whether a wanted value has the result's type, as assert.Equal
// demands. A type that cannot be known here passes: it comes from an import, is
// typed, and so either fits or does not compile in the judge.
func (l *lifter) sameType(want ast.Expr) bool {
	result := l.result()
	if result == nil {
		return false
	}
	tv, ok := l.info.Types[want]
	if !ok || tv.Type == nil || types.IsInterface(result) || tv.Type == types.Typ[types.Invalid] {
		return true
	}
	if tv.IsNil() {
		return false // untyped nil equals no slice, map or pointer under testify
	}
	return types.Identical(types.Default(tv.Type), result)
}

func nilable(t types.Type) bool {
	if t == nil {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Interface, *types.Slice, *types.Map, *types.Pointer, *types.Chan, *types.Signature:
		return true
	}
	return false
}

// source writes a node as in the file, with loop variables replaced by their
// values, and the call given replaced by got.
func (l *lifter) source(n ast.Node, call *ast.CallExpr) string {
	var b strings.Builder
	at := n.Pos()
	put := func(m ast.Node, with string) {
		b.WriteString(l.slice(at, m.Pos()))
		b.WriteString(with)
		at = m.End()
	}
	direct := l.directArgs(n)
	ast.Inspect(n, func(m ast.Node) bool {
		if c, ok := m.(*ast.CallExpr); ok && c == call {
			put(c, gotName)
			return false
		}
		id, ok := m.(*ast.Ident)
		if !ok {
			return true
		}
		if value, ok := l.loop[l.info.Uses[id]]; ok && direct[id] {
			put(id, value)
		} else if ok {
			put(id, "int("+value+")")
		}
		return true
	})
	b.WriteString(l.slice(at, n.End()))
	return gosrc.OneLine(b.String())
}

// directArgs are the names that are n itself or an argument of a call. There a
// literal means what the int variable meant; elsewhere i/2.0 would not.
func (l *lifter) directArgs(n ast.Node) map[*ast.Ident]bool {
	direct := map[*ast.Ident]bool{}
	mark := func(e ast.Node) {
		if id, ok := e.(*ast.Ident); ok {
			direct[id] = true
		}
	}
	mark(n)
	ast.Inspect(n, func(m ast.Node) bool {
		if c, ok := m.(*ast.CallExpr); ok {
			for _, a := range c.Args {
				mark(a)
			}
		}
		return true
	})
	return direct
}
