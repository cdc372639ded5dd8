package sim

import (
	"go/ast"
	"slices"
)

// This file keeps bugs away from where a recursive function decides whether and
// how to go on: such a bug could recurse until memory is gone.

// onlyResult reports whether the node is part of what is returned, outside of any
// call: it then decides a value and not whether to go on.
func (m *miner) onlyResult() bool {
	for _, a := range slices.Backward(m.stack) {
		switch a.(type) {
		case *ast.ReturnStmt:
			return true
		case *ast.CallExpr, *ast.FuncLit, *ast.BlockStmt:
			return false
		}
	}
	return false
}

// onlyValue reports whether the node is part of an assignment, or of the condition
// of assignments, to variables that do not steer the recursion.
func (m *miner) onlyValue() bool {
	for i, a := range m.stack {
		inCond := false
		switch n := a.(type) {
		case *ast.AssignStmt:
			return !m.steers(n)
		case *ast.IfStmt:
			inCond = i+1 == len(m.stack) || m.stack[i+1] == ast.Node(n.Cond)
		}
		if inCond {
			return !m.steers(a)
		}
	}
	return false
}

// steers reports whether a statement of a recursive function decides how it goes
// on: it leaves or skips, makes a recursive call, or changes a variable that a
// recursive call or another such statement uses.
func (m *miner) steers(stmt ast.Node) bool {
	found := false
	ast.Inspect(stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ReturnStmt, *ast.BranchStmt:
			found = true
		case *ast.CallExpr:
			found = found || m.recursiveNames[calledName(n.Fun)]
		case *ast.AssignStmt:
			found = found || slices.ContainsFunc(n.Lhs, m.feeds)
		case *ast.IncDecStmt:
			found = found || m.feeds(n.X)
		}
		return !found
	})
	return found
}

// feeds reports whether a variable of a recursive function stands in the
// arguments of a recursive call, or in a condition that leaves, skips or calls.
func (m *miner) feeds(variable ast.Expr) bool {
	found := false
	decides := func(cond ast.Expr, body ast.Node) {
		if cond == nil || !mentions(cond, variable) {
			return
		}
		ast.Inspect(body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ReturnStmt, *ast.BranchStmt:
				found = true
			case *ast.CallExpr:
				found = found || m.recursiveNames[calledName(n.Fun)]
			}
			return !found
		})
	}
	ast.Inspect(m.recursion(), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			recursive := m.recursiveNames[calledName(n.Fun)]
			found = found || recursive && slices.ContainsFunc(n.Args, func(a ast.Expr) bool { return mentions(a, variable) })
		case *ast.IfStmt:
			decides(n.Cond, n)
		case *ast.SwitchStmt:
			decides(n.Tag, n)
		case *ast.ForStmt:
			found = found || n.Cond != nil && mentions(n.Cond, variable)
		case *ast.RangeStmt:
			found = found || mentions(n.X, variable)
		}
		return !found
	})
	return found
}

// recursion is the innermost recursive function around the node, nil if none.
func (m *miner) recursion() ast.Node {
	for _, a := range slices.Backward(m.stack) {
		if m.recursive[a] {
			return a
		}
	}
	return nil
}

func (m *miner) inRecursion() bool { return m.recursion() != nil }

// recursiveFuncs finds the functions that can come back to themselves. Calls are
// matched by name, so that it finds too many rather than too few.
func recursiveFuncs(file *ast.File) (found map[ast.Node]bool, names map[string]bool) {
	calls := map[string]map[string]bool{}
	decls := map[string][]ast.Node{}
	note := func(name string, decl, body ast.Node) {
		decls[name] = append(decls[name], decl)
		if calls[name] == nil {
			calls[name] = map[string]bool{}
		}
		ast.Inspect(body, func(n ast.Node) bool {
			if c, ok := n.(*ast.CallExpr); ok {
				calls[name][calledName(c.Fun)] = true
			}
			return true
		})
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		note(f.Name.Name, f, f.Body)
		ast.Inspect(f.Body, func(n ast.Node) bool {
			if a, ok := n.(*ast.AssignStmt); ok && len(a.Lhs) == 1 && len(a.Rhs) == 1 {
				if lit, ok := a.Rhs[0].(*ast.FuncLit); ok {
					note(calledName(a.Lhs[0]), lit, lit.Body)
				}
			}
			return true
		})
	}
	found, names = map[ast.Node]bool{}, map[string]bool{}
	for name, ds := range decls {
		if reaches(calls, name, name, map[string]bool{}) {
			names[name] = true
			for _, d := range ds {
				found[d] = true
			}
		}
	}
	return found, names
}

func calledName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.IndexExpr:
		return calledName(e.X)
	}
	return ""
}

func reaches(calls map[string]map[string]bool, from, to string, seen map[string]bool) bool {
	if seen[from] {
		return false
	}
	seen[from] = true
	for name := range calls[from] {
		if name == to || reaches(calls, name, to, seen) {
			return true
		}
	}
	return false
}
