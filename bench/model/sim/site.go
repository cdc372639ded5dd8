package sim

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// This file answers questions about the place of a node in its function: whether
// a change there could loop for ever, recurse for ever, or make the answer differ
// from run to run. Such bugs would be costly to judge, or not repeatable.

func (m *miner) parent() ast.Node { return m.stack[len(m.stack)-1] }

// offLimits reports whether a node and all below it are to be left alone.
func (m *miner) offLimits(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ArrayType, *ast.GoStmt, *ast.SelectStmt, *ast.DeferStmt, *ast.GenDecl, *ast.FieldList:
		return !m.isLocal(n)
	case *ast.FuncLit:
		return m.unordered
	case *ast.RangeStmt:
		return m.unordered && m.overMap(n)
	case *ast.ForStmt:
		return n.Cond == nil // how such a loop ends cannot be told from its head
	case *ast.CallExpr:
		// Messages, capacities and the counters of a WaitGroup.
		name := m.code(n.Fun)
		return name == "panic" || name == "make" || name == "errors.New" || strings.HasSuffix(name, ".Add") || strings.HasSuffix(name, "Errorf")
	}
	return false
}

// isLocal reports whether a declaration stands inside a function.
func (m *miner) isLocal(n ast.Node) bool {
	d, ok := n.(*ast.GenDecl)
	return ok && d.Tok == token.VAR && slices.ContainsFunc(m.stack, func(a ast.Node) bool { _, in := a.(*ast.FuncDecl); return in })
}

// hasUnordered looks for loops over maps, goroutines, and the packages that bring
// chance or time.
func (m *miner) hasUnordered() bool {
	for _, i := range m.file.Imports {
		switch strings.Trim(i.Path.Value, `"`) {
		case "maps", "math/rand", "math/rand/v2", "time", "sync", "sync/atomic", "context", "iter":
			return true
		}
	}
	found := false
	ast.Inspect(m.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt, *ast.SelectStmt:
			found = true
		case *ast.RangeStmt:
			found = found || m.overMap(n)
		}
		return !found
	})
	return found
}

// overMap reports whether a range loop is over a map or an iterator. What comes
// from another package is of unknown type; that is hardly ever a map.
func (m *miner) overMap(n *ast.RangeStmt) bool {
	t := m.info.Types[n.X].Type
	if t == nil {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Slice, *types.Array, *types.Pointer, *types.Chan, *types.Basic:
		return false
	}
	return true
}

// loopCondition reports whether the node is part of a for loop's condition.
func (m *miner) loopCondition() (*ast.ForStmt, bool) {
	for i := len(m.stack) - 1; i >= 0; i-- {
		loop, ok := m.stack[i].(*ast.ForStmt)
		if !ok {
			continue
		}
		if i+1 < len(m.stack) {
			return loop, m.stack[i+1] == ast.Node(loop.Cond)
		}
		return loop, true // a direct child: condition, or a header statement
	}
	return nil, false
}

// steering reports whether a change could send the program round for ever: in a
// loop's header, or where a recursive function decides whether and how to go on.
func (m *miner) steering() bool {
	for i, a := range m.stack {
		var child ast.Node
		if i+1 < len(m.stack) {
			child = m.stack[i+1]
		}
		if loop, ok := a.(*ast.ForStmt); ok && child != ast.Node(loop.Body) && child != ast.Node(loop.Init) {
			return true
		}
	}
	return m.inConcurrency() || m.inRecursion() && !m.onlyResult() && !m.onlyValue()
}

// inConcurrency reports whether the node is in a function that starts goroutines,
// other than in the condition of a guard: what else it decides may be seen at
// different times in different runs.
func (m *miner) inConcurrency() bool {
	if len(m.stack) < 2 || !starts(m.stack[1]) {
		return false
	}
	for i, a := range m.stack {
		n, ok := a.(*ast.IfStmt)
		if inCond := ok && (i+1 == len(m.stack) || m.stack[i+1] == ast.Node(n.Cond)); inCond && (leaves(n.Body) || skips(n.Body)) {
			return false
		}
	}
	return true
}

// starts reports whether code starts goroutines or communicates.
func starts(code ast.Node) bool {
	found := false
	ast.Inspect(code, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt, *ast.SelectStmt, *ast.SendStmt:
			found = true
		case *ast.SelectorExpr:
			found = found || n.Sel.Name == "Go"
		}
		return !found
	})
	return found
}

// guardsLoop reports whether an if statement that leaves the function keeps some
// input from a later loop without a step of its own. Without "if n < 1 { return }"
// such a loop may never end.
func (m *miner) guardsLoop(n *ast.IfStmt) bool {
	found := false
	ast.Inspect(m.stack[0], func(a ast.Node) bool {
		loop, ok := a.(*ast.ForStmt)
		found = found || ok && loop.Cond != nil && loop.Post == nil && loop.Pos() > n.Pos() && mentions(n.Cond, loop.Cond)
		return !found
	})
	return found
}

// inLoopGuard reports whether the node is part of the condition of such a guard.
func (m *miner) inLoopGuard() bool {
	for i, a := range m.stack {
		n, ok := a.(*ast.IfStmt)
		if !ok || !m.guardsLoop(n) || n.Else != nil {
			continue
		}
		if inCond := i+1 == len(m.stack) || m.stack[i+1] == ast.Node(n.Cond); inCond && leaves(n.Body) {
			return true
		}
	}
	return false
}

// skips reports whether a block ends by going on with a loop's next turn.
func skips(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	last, ok := b.List[len(b.List)-1].(*ast.BranchStmt)
	return ok && last.Tok == token.CONTINUE
}

// leaves reports whether a block ends by leaving the function.
func leaves(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	switch last := b.List[len(b.List)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.ExprStmt:
		c, ok := last.X.(*ast.CallExpr)
		return ok && calledName(c.Fun) == "panic"
	}
	return false
}

// inRange reports whether the innermost loop runs over a collection.
func (m *miner) inRange() bool {
	for _, a := range slices.Backward(m.stack) {
		switch a.(type) {
		case *ast.RangeStmt:
			return true
		case *ast.ForStmt, *ast.FuncLit:
			return false
		}
	}
	return false
}

// inWorklist reports whether the node is in a loop that runs until a queue, stack
// or heap is empty. What is put there is decided all over its body, so only
// changes of values are safe.
func (m *miner) inWorklist() bool {
	return slices.ContainsFunc(m.stack, func(a ast.Node) bool {
		loop, ok := a.(*ast.ForStmt)
		return ok && loop.Cond != nil && loop.Post == nil && strings.Contains(m.code(loop.Cond), "(")
	})
}

// inProgress reports whether the node is part of an assignment that an enclosing
// loop waits for.
func (m *miner) inProgress() bool {
	for _, a := range m.stack {
		if s, ok := a.(*ast.AssignStmt); ok && slices.ContainsFunc(s.Lhs, m.advances) {
			return true
		}
	}
	return false
}

// advances reports whether an enclosing loop without a step of its own has the
// changed variable in its condition.
func (m *miner) advances(changed ast.Expr) bool {
	return slices.ContainsFunc(m.stack, func(a ast.Node) bool {
		loop, ok := a.(*ast.ForStmt)
		return ok && loop.Cond != nil && loop.Post == nil && mentions(loop.Cond, changed)
	})
}

// mentions reports whether an expression uses a variable that the other names.
func mentions(e, changed ast.Expr) bool {
	names := map[string]bool{}
	ast.Inspect(changed, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			names[id.Name] = true
		}
		return true
	})
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			found = found || names[id.Name]
		}
		return !found
	})
	return found
}

// counts reports whether a loop counts up or down by a step of its own.
func counts(loop *ast.ForStmt) bool {
	switch p := loop.Post.(type) {
	case *ast.IncDecStmt:
		return true
	case *ast.AssignStmt:
		return p.Tok == token.ADD_ASSIGN || p.Tok == token.SUB_ASSIGN
	}
	return false
}
