package lift

import (
	"go/ast"
	"go/types"
	"strings"
)

// assertion lifts one call of an assert function or method.
func (l *lifter) assertion(call *ast.CallExpr) error {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return l.not(call, "a call that is no assertion")
	}
	args := call.Args
	switch id, isName := sel.X.(*ast.Ident); {
	case l.isTestify(sel.X) && len(args) > 0:
		args = args[1:] // assert.Equal(t, …)
	case isName && l.asserter != nil && l.info.Uses[id] == l.asserter:
	default:
		return l.not(call, "a call that is no assertion")
	}
	// What follows the needed arguments is a message, which decides nothing.
	name := strings.TrimSuffix(sel.Sel.Name, "f")
	switch {
	case name == "Equal" && len(args) >= 2:
		return l.equal(call, args[0], args[1])
	case name == "True" && len(args) >= 1:
		return l.truth(call, args[0], "true")
	case name == "False" && len(args) >= 1:
		return l.truth(call, args[0], "false")
	case name == "Nil" && len(args) >= 1:
		return l.isNil(call, args[0])
	case name == "InDelta" && len(args) >= 3:
		return l.inDelta(call, args[0], args[1], args[2])
	}
	return l.not(call, "assert.%s is not lifted", sel.Sel.Name)
}

// equal lifts assert.Equal(x, y), one side of which holds the call.
func (l *lifter) equal(at ast.Node, x, y ast.Expr) error {
	if l.calls(x)+l.calls(y) != 1 {
		return l.not(at, "an assertion with %d calls of %s", l.calls(x)+l.calls(y), l.test.Entry.Name)
	}
	if l.calls(x) == 1 {
		x, y = y, x
	}
	if call := l.entryCall(y); call != nil {
		if !l.sameType(x) {
			return l.not(at, "a wanted value of another type than the result")
		}
		return l.plain(call, x)
	}
	if lit, ok := ast.Unparen(x).(*ast.Ident); ok && l.isBool(lit) {
		return l.predicate(at, lit.Name, y)
	}
	return l.predicate(at, "", x, y)
}

// truth lifts assert.True and assert.False.
func (l *lifter) truth(at ast.Node, x ast.Expr, want string) error {
	if l.calls(x) != 1 {
		return l.not(at, "an assertion with %d calls of %s", l.calls(x), l.test.Entry.Name)
	}
	if call := l.entryCall(x); call != nil {
		return l.add(call, want)
	}
	return l.predicate(at, want, x)
}

// isNil lifts assert.Nil, for the kinds of result that can be nil.
func (l *lifter) isNil(at ast.Node, x ast.Expr) error {
	call := l.entryCall(x)
	if call == nil || !nilable(l.result()) {
		return l.not(at, "assert.Nil of something else than a nilable result")
	}
	return l.add(call, "nil")
}

// inDelta lifts assert.InDelta(want, got, delta) for plain numbers. testify lets
// NaN equal NaN there; the predicate does not, and no such test is known.
func (l *lifter) inDelta(at ast.Node, x, y, delta ast.Expr) error {
	if l.calls(x)+l.calls(y) != 1 || l.calls(delta) != 0 {
		return l.not(at, "an assertion with several calls")
	}
	return l.condition(at, func(text func(ast.Expr) string) string {
		return "math.Abs(float64(" + text(x) + ")-float64(" + text(y) + ")) <= " + text(delta)
	}, x, y, delta)
}

// plain lifts a comparison of the result as such.
func (l *lifter) plain(call *ast.CallExpr, want ast.Expr) error {
	if err := l.names(want, false); err != nil {
		return err
	}
	return l.add(call, l.source(want, nil))
}

// add appends an assertion with a wanted value.
func (l *lifter) add(call *ast.CallExpr, want string) error {
	args, err := l.args(call)
	if err != nil {
		return err
	}
	l.asserts = append(l.asserts, Assert{Args: args, Want: want})
	return nil
}

// args writes a call's arguments, after a look at the names they use.
func (l *lifter) args(call *ast.CallExpr) (string, error) {
	var parts []string
	for _, a := range call.Args {
		if l.calls(a) > 0 {
			return "", l.not(a, "an argument that calls %s", l.test.Entry.Name)
		}
		if err := l.names(a, false); err != nil {
			return "", err
		}
		parts = append(parts, l.source(a, nil))
	}
	text := strings.Join(parts, ", ")
	if call.Ellipsis.IsValid() {
		text += "..."
	}
	return text, nil
}

// predicate lifts a comparison of something computed from the result. want is
// "true" or "false" for one expression, or empty to compare two.
func (l *lifter) predicate(at ast.Node, want string, exprs ...ast.Expr) error {
	return l.condition(at, func(text func(ast.Expr) string) string {
		switch want {
		case "true":
			return text(exprs[0])
		case "false":
			return "!(" + text(exprs[0]) + ")"
		}
		return "reflect.DeepEqual(any(" + text(exprs[0]) + "), any(" + text(exprs[1]) + "))"
	}, exprs...)
}

// condition appends a predicate; write puts it together from the texts of exprs.
func (l *lifter) condition(at ast.Node, write func(text func(ast.Expr) string) string, exprs ...ast.Expr) error {
	var call *ast.CallExpr
	for _, e := range exprs {
		if err := l.names(e, true); err != nil {
			return err
		}
		if c := l.findCall(e); c != nil {
			call = c
		}
	}
	if call == nil || len(l.test.Entry.Results) != 1 || l.test.Entry.Variadic() || l.test.Entry.TypeParams != "" {
		return l.not(at, "a condition on the results of a variadic or generic function, or on several")
	}
	args, err := l.args(call)
	if err != nil {
		return err
	}
	text := func(e ast.Expr) string { return l.source(e, call) }
	a := Assert{Args: args, Holds: write(text)}
	for _, h := range l.order {
		a.Helpers = append(a.Helpers, l.helpers[h])
	}
	l.asserts = append(l.asserts, a)
	return nil
}

func (l *lifter) isBool(id *ast.Ident) bool {
	obj := l.info.Uses[id]
	return obj == types.Universe.Lookup("true") || obj == types.Universe.Lookup("false")
}
