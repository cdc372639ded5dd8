package lift

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
)

// unroll lifts the body of "for i := A; i < B; i++" once for each i.
func (l *lifter) unroll(s *ast.ForStmt) error {
	from, obj, ok := l.loopStart(s.Init)
	if !ok {
		return l.not(s, "a loop that does not start at a constant")
	}
	to, ok := l.loopEnd(s.Cond, obj)
	if !ok || !l.isIncrement(s.Post, obj) {
		return l.not(s, "a loop without a constant end or step 1")
	}
	if to-from > maxAsserts {
		return l.not(s, "a loop of more than %d rounds", maxAsserts)
	}
	defer delete(l.loop, obj)
	for i := from; i < to; i++ {
		l.loop[obj] = strconv.FormatInt(i, 10)
		for _, inner := range s.Body.List {
			if err := l.statement(inner, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// loopStart reads "i := 2".
func (l *lifter) loopStart(s ast.Stmt) (int64, types.Object, bool) {
	a, ok := s.(*ast.AssignStmt)
	if !ok || a.Tok != token.DEFINE || len(a.Lhs) != 1 || len(a.Rhs) != 1 {
		return 0, nil, false
	}
	n, ok := intLit(a.Rhs[0])
	obj := l.defined(a.Lhs[0])
	return n, obj, ok && obj != nil
}

// loopEnd reads "i < 8" or "i <= 7"; the result is exclusive.
func (l *lifter) loopEnd(e ast.Expr, obj types.Object) (int64, bool) {
	b, ok := e.(*ast.BinaryExpr)
	if !ok || !l.is(b.X, obj) {
		return 0, false
	}
	n, ok := intLit(b.Y)
	switch b.Op {
	case token.LSS:
		return n, ok
	case token.LEQ:
		return n + 1, ok
	}
	return 0, false
}

func (l *lifter) isIncrement(s ast.Stmt, obj types.Object) bool {
	inc, ok := s.(*ast.IncDecStmt)
	return ok && inc.Tok == token.INC && l.is(inc.X, obj)
}

func (l *lifter) is(e ast.Expr, obj types.Object) bool {
	id, ok := e.(*ast.Ident)
	return ok && obj != nil && l.info.Uses[id] == obj
}

// intLit reads an integer literal of modest size.
func intLit(e ast.Expr) (int64, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.INT {
		return 0, false
	}
	n, err := strconv.ParseInt(lit.Value, 0, 32)
	return n, err == nil
}
