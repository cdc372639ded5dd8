package mutate

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
)

// edit makes one change within a function, such as a programmer's mistake.
func (p *program) edit() string {
	x := p.parse()
	if x == nil {
		return ""
	}
	fn := x.fn(p.function)
	if fn == nil {
		return ""
	}
	var all []named
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		all = append(all, p.edits(x, n)...)
		return true
	})
	if len(all) == 0 {
		return ""
	}
	if mild := slices.DeleteFunc(slices.Clone(all), func(n named) bool { return !n.mild }); len(mild) > 0 && p.rng.IntN(5) > 0 {
		all = mild
	}
	c := one(p, all)
	p.apply(c.changes...)
	return c.kind
}

// named is a possible change, and what to call it.
type named struct {
	kind    string
	changes []change
	mild    bool // it hardly ever keeps the program from compiling
}

// edits are the changes that a node offers.
func (p *program) edits(x *parsed, n ast.Node) (all []named) {
	mild := []string{"operator", "constant", "text", "raw text", "condition", "no else", "step", "index", "truth"}
	offer := func(kind string, from, to token.Pos, text string) {
		all = append(all, named{kind, []change{{x.at(from), x.at(to), text}}, slices.Contains(mild, kind)})
	}
	text := func(n ast.Node) string { return p.src[x.at(n.Pos()):x.at(n.End())] }
	switch n := n.(type) {
	case *ast.BinaryExpr:
		for _, op := range others(n.Op) {
			offer("operator", n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), op)
		}
		offer("left only", n.Pos(), n.End(), text(n.X))
	case *ast.BasicLit:
		switch n.Kind {
		case token.INT:
			if v, err := strconv.Atoi(n.Value); err == nil {
				offer("constant", n.Pos(), n.End(), strconv.Itoa(v+1))
				offer("constant", n.Pos(), n.End(), strconv.Itoa(max(0, v-1)))
			}
			offer("constant's type", n.Pos(), n.End(), n.Value+".5")
		case token.STRING:
			offer("text", n.Pos(), n.End(), `"x"`)
			offer("raw text", n.Pos(), n.End(), "`/* \" // `")
		}
	case *ast.IfStmt:
		offer("condition", n.Cond.Pos(), n.Cond.End(), "!("+text(n.Cond)+")")
		if n.Else != nil {
			offer("no else", n.Body.End(), n.End(), "")
		}
	case *ast.IncDecStmt:
		offer("step", n.TokPos, n.End(), map[token.Token]string{token.INC: "--", token.DEC: "++"}[n.Tok])
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE {
			offer("assigned, not declared", n.TokPos, n.TokPos+2, "=")
		}
		offer("statement left out", n.Pos(), n.End(), "")
	case *ast.ReturnStmt:
		offer("statement left out", n.Pos(), n.End(), "")
		if len(n.Results) > 0 {
			offer("bare return", n.Results[0].Pos(), n.End(), "")
		}
	case *ast.ExprStmt, *ast.BranchStmt:
		offer("statement left out", n.Pos(), n.End(), "")
	case *ast.CallExpr:
		if len(n.Args) > 0 {
			offer("argument left out", n.Args[len(n.Args)-1].Pos(), n.Rparen, "")
			offer("argument twice", n.Args[0].Pos(), n.Args[0].Pos(), text(n.Args[0])+", ")
		}
	case *ast.IndexExpr:
		offer("index", n.Index.End(), n.Index.End(), "+1")
	case *ast.Ident:
		if n.Name == "true" || n.Name == "false" {
			offer("truth", n.Pos(), n.End(), map[string]string{"true": "false", "false": "true"}[n.Name])
		}
		if n.Name == "int" || n.Name == "float64" || n.Name == "string" {
			offer("type", n.Pos(), n.End(), one(p, []string{"int64", "int", "float64", "string", "rune"}))
		}
	}
	return all
}

// others are operators that a binary operator may be taken for.
func others(op token.Token) []string {
	switch op {
	case token.ADD, token.SUB, token.MUL, token.QUO, token.REM:
		return []string{"+", "-", "*", "/"}
	case token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
		return []string{"<", "<=", ">", ">=", "==", "!="}
	case token.LAND:
		return []string{"||"}
	case token.LOR:
		return []string{"&&"}
	}
	return nil
}
