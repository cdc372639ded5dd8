package sim

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
	"unicode"
)

// The kinds of semantic bugs.
const (
	shiftedComparison = "shifted comparison"
	flippedComparison = "flipped comparison"
	negatedCondition  = "negated condition"
	offByOne          = "constant off by one"
	shortLength       = "length one short"
	wrongOperator     = "wrong operator"
	lostStep          = "lost step"
	lostGuard         = "lost guard"
	flippedBool       = "flipped truth value"
	swappedMinMax     = "min and max swapped"
	wrongText         = "wrong text"
	endlessLoop       = "endless loop"
)

// miner walks a reference and collects the semantic bugs it could have.
type miner struct {
	*source
	bugs  []Bug
	stack []ast.Node // from the file down to the node at hand
	// recursive holds the functions that can call themselves.
	recursive      map[ast.Node]bool
	recursiveNames map[string]bool
	// unordered is set when the code has loops over maps or goroutines: there, a
	// bug could make the answer differ from run to run.
	unordered bool
}

// mine lists all semantic bugs of a reference, endless loops among them. That
// they compile is for the caller to check.
func mine(s *source) []Bug {
	m := &miner{source: s}
	m.recursive, m.recursiveNames = recursiveFuncs(s.file)
	m.unordered = m.hasUnordered()
	ast.PreorderStack(s.file, nil, func(n ast.Node, stack []ast.Node) bool {
		m.stack = stack
		if m.offLimits(n) {
			return false
		}
		m.visit(n)
		return true
	})
	return m.bugs
}

func (m *miner) add(kind string, n ast.Node, text string) {
	m.replace(kind, m.offset(n.Pos()), m.offset(n.End()), text)
}

func (m *miner) replace(kind string, from, to int, text string) {
	weight := 1.0
	if kind == endlessLoop {
		weight = 0.15
	}
	m.bugs = append(m.bugs, Bug{Class: SemanticBug, Kind: kind, From: from, To: to, Text: text, Weight: weight})
}

// remove drops a statement with its line.
func (m *miner) remove(kind string, n ast.Node) {
	if from, to, ok := m.line(n); ok {
		m.replace(kind, from, to, "")
	}
}

func (m *miner) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		m.binary(n)
	case *ast.BasicLit:
		m.literal(n)
	case *ast.Ident:
		m.truth(n)
	case *ast.CallExpr:
		m.call(n)
	case *ast.IfStmt:
		m.condition(n)
		m.guard(n)
	case *ast.IncDecStmt:
		m.step(n, n.X)
	case *ast.AssignStmt:
		m.assign(n)
	case *ast.ForStmt:
		m.endless(n)
	}
}

// binary shifts and flips comparisons and swaps operators.
func (m *miner) binary(n *ast.BinaryExpr) {
	put := func(kind string, op token.Token) {
		at := m.offset(n.OpPos)
		m.replace(kind, at, at+len(n.Op.String()), op.String())
	}
	if op, ok := shifted(n.Op); ok && m.mayShift(n) {
		put(shiftedComparison, op)
	}
	if op, ok := flipped(n.Op); ok && !m.steering() && !m.inWorklist() && !m.inLoopGuard() {
		put(flippedComparison, op)
	}
	op, ok := swapped(n.Op)
	logic := n.Op == token.LAND || n.Op == token.LOR
	if ok && !m.steering() && !m.inProgress() && !m.inWorklist() && (logic || m.isNumber(n.X) && m.isNumber(n.Y)) {
		put(wrongOperator, op)
	}
}

func shifted(op token.Token) (token.Token, bool) {
	to, ok := map[token.Token]token.Token{token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR}[op]
	return to, ok
}

func flipped(op token.Token) (token.Token, bool) {
	to, ok := map[token.Token]token.Token{token.EQL: token.NEQ, token.NEQ: token.EQL, token.LSS: token.GTR, token.GTR: token.LSS,
		token.LEQ: token.GEQ, token.GEQ: token.LEQ}[op]
	return to, ok
}

func swapped(op token.Token) (token.Token, bool) {
	to, ok := map[token.Token]token.Token{token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.ADD, token.QUO: token.MUL,
		token.REM: token.QUO, token.LAND: token.LOR, token.LOR: token.LAND}[op]
	return to, ok
}

// mayShift reports whether moving the border of a comparison can matter and
// cannot loop for ever. In a loop that counts, as in i < n with i++, it runs once
// more or less. In "if v > best { best = v }" it would change nothing.
func (m *miner) mayShift(n *ast.BinaryExpr) bool {
	if loop, in := m.loopCondition(); in {
		return counts(loop) && loop.Cond == n
	}
	if m.steering() || m.inWorklist() {
		return false
	}
	if parent, ok := m.parent().(*ast.IfStmt); ok && len(parent.Body.List) == 1 {
		if a, ok := parent.Body.List[0].(*ast.AssignStmt); ok {
			for _, lhs := range a.Lhs {
				if m.code(lhs) == m.code(n.X) || m.code(lhs) == m.code(n.Y) {
					return false
				}
			}
		}
	}
	return true
}

// isNumber reports whether an operand is known to be a number.
func (m *miner) isNumber(e ast.Expr) bool {
	t := m.info.Types[e].Type
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsNumeric != 0
}

// literal makes a small whole number one larger, a letter or digit its successor,
// and a text one character shorter.
func (m *miner) literal(n *ast.BasicLit) {
	if m.steering() || m.inProgress() {
		return
	}
	text, _ := strconv.Unquote(n.Value)
	r := []rune(text)
	switch n.Kind {
	case token.INT:
		if v, err := strconv.Atoi(n.Value); err == nil && v <= 1000 {
			m.add(offByOne, n, strconv.Itoa(v+1))
		}
	case token.CHAR:
		if len(r) == 1 && (unicode.IsLetter(r[0]+1) || unicode.IsDigit(r[0]+1)) {
			m.add(wrongText, n, strconv.QuoteRune(r[0]+1))
		}
	case token.STRING:
		if len(r) > 0 && !strings.Contains(text, "%") {
			m.add(wrongText, n, strconv.Quote(string(r[:len(r)-1])))
		}
	}
}

// truth flips the words true and false.
func (m *miner) truth(n *ast.Ident) {
	if m.info.Uses[n] == nil || m.info.Uses[n].Pkg() != nil || m.steering() || m.inProgress() || m.inWorklist() {
		return
	}
	switch n.Name {
	case "true":
		m.add(flippedBool, n, "false")
	case "false":
		m.add(flippedBool, n, "true")
	}
}

// call shortens lengths in loop headers and swaps min and max.
func (m *miner) call(n *ast.CallExpr) {
	id, ok := n.Fun.(*ast.Ident)
	if !ok || m.info.Uses[id] == nil || m.info.Uses[id].Pkg() != nil {
		return
	}
	loop, inCond := m.loopCondition()
	r, inRange := m.parent().(*ast.RangeStmt)
	switch {
	case id.Name == "len" && (inCond && counts(loop) || inRange && r.X == n):
		m.add(shortLength, n, m.code(n)+"-1")
	case id.Name == "min" && !m.steering():
		m.add(swappedMinMax, id, "max")
	case id.Name == "max" && !m.steering():
		m.add(swappedMinMax, id, "min")
	}
}

// condition negates the condition of an if statement.
func (m *miner) condition(n *ast.IfStmt) {
	if m.inRecursion() && m.steers(n) || m.inWorklist() || m.guardsLoop(n) {
		return
	}
	switch c := n.Cond.(type) {
	case *ast.UnaryExpr:
		if c.Op == token.NOT {
			m.add(negatedCondition, c, m.code(c.X))
		}
	case *ast.BinaryExpr: // flipped comparisons cover the simple ones
		if c.Op == token.LAND || c.Op == token.LOR {
			m.add(negatedCondition, c, "!("+m.code(c)+")")
		}
	default:
		m.add(negatedCondition, c, "!"+m.code(c))
	}
}

// guard drops an if statement that only leaves the function or the turn of a
// loop over a collection.
func (m *miner) guard(n *ast.IfStmt) {
	if n.Init != nil || n.Else != nil || len(n.Body.List) > 2 || len(n.Body.List) == 0 || m.inRecursion() || m.inWorklist() {
		return
	}
	if _, chained := m.parent().(*ast.IfStmt); chained {
		return
	}
	if skips(n.Body) && m.inRange() || leaves(n.Body) && !m.guardsLoop(n) {
		m.remove(lostGuard, n)
	}
}

// step drops a statement that changes a variable, unless a loop waits for it.
func (m *miner) step(n ast.Stmt, changed ast.Expr) {
	if _, header := m.parent().(*ast.ForStmt); header || m.advances(changed) || m.inWorklist() || m.inConcurrency() || m.inRecursion() && m.steers(n) {
		return
	}
	m.remove(lostStep, n)
}

// assign drops x += y, or changes its operator.
func (m *miner) assign(n *ast.AssignStmt) {
	if len(n.Lhs) != 1 || n.Tok == token.ASSIGN || n.Tok == token.DEFINE {
		return
	}
	if _, header := m.parent().(*ast.ForStmt); header || m.advances(n.Lhs[0]) || m.inWorklist() || m.inConcurrency() || m.inRecursion() && m.steers(n) {
		return
	}
	m.step(n, n.Lhs[0])
	op, ok := map[token.Token]token.Token{token.ADD_ASSIGN: token.SUB_ASSIGN, token.SUB_ASSIGN: token.ADD_ASSIGN, token.MUL_ASSIGN: token.ADD_ASSIGN}[n.Tok]
	if ok && m.isNumber(n.Lhs[0]) {
		at := m.offset(n.TokPos)
		m.replace(wrongOperator, at, at+len(n.Tok.String()), op.String())
	}
}

// endless drops the step of a loop. Loops that collect something are left alone:
// they would run out of memory rather than time.
func (m *miner) endless(n *ast.ForStmt) {
	if n.Cond == nil || m.grows(n.Body) {
		return
	}
	if n.Post != nil && counts(n) {
		from, to := m.offset(n.Cond.End()), m.offset(n.Post.End())
		m.replace(endlessLoop, from, to, ";")
		return
	}
	for _, s := range n.Body.List {
		if inc, ok := s.(*ast.IncDecStmt); ok && n.Post == nil && mentions(n.Cond, inc.X) {
			m.remove(endlessLoop, inc)
			return
		}
	}
}

// grows reports whether a loop's body appends, concatenates or sends.
func (m *miner) grows(body ast.Node) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := m.code(n.Fun)
			found = found || name != "len" && name != "min" && name != "max"
		case *ast.AssignStmt:
			found = found || n.Tok == token.ADD_ASSIGN && !m.isNumber(n.Lhs[0])
		case *ast.SendStmt, *ast.GoStmt:
			found = true
		}
		return !found
	})
	return found
}
