package sim

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// The kinds of compile bugs.
const (
	misspeltName   = "misspelt name"
	missingImport  = "missing import"
	unusedVariable = "unused variable"
	undeclared     = "undeclared variable"
	wrongType      = "wrong type"
	missingReturn  = "missing return"
)

// mineCompile lists changes that the compiler should refuse. That it does is for
// the caller to check.
func mineCompile(s *source, entry string) []Bug {
	c := &compileMiner{source: s, entry: entry}
	c.imports()
	ast.PreorderStack(s.file, nil, func(n ast.Node, stack []ast.Node) bool {
		c.visit(n, stack)
		return true
	})
	return c.bugs
}

type compileMiner struct {
	*source
	entry string
	bugs  []Bug
}

func (c *compileMiner) replace(kind string, from, to int, text string) {
	c.bugs = append(c.bugs, Bug{Class: CompileBug, Kind: kind, From: from, To: to, Text: text, Weight: 1})
}

func (c *compileMiner) visit(n ast.Node, stack []ast.Node) {
	switch n := n.(type) {
	case *ast.Ident:
		if v, ok := c.info.Uses[n].(*types.Var); ok && !v.IsField() && len(n.Name) >= 3 {
			c.replace(misspeltName, c.offset(n.Pos()), c.offset(n.End()), misspell(n.Name))
		}
	case *ast.BasicLit:
		if n.Kind == token.INT && len(stack) > 0 {
			c.quote(n, stack[len(stack)-1])
		}
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE && len(n.Lhs) == 1 {
			at := c.offset(n.TokPos)
			c.replace(undeclared, at, at+2, "=")
		}
	case *ast.FuncDecl:
		c.function(n)
	}
}

// misspell drops the last letter but one, or doubles the last of a short name.
// Names of one or two letters are left alone: nobody misspells them.
func misspell(name string) string {
	if n := len(name); n >= 4 {
		return name[:n-2] + name[n-1:]
	}
	return name + name[len(name)-1:]
}

// quote makes a number a string, where its type is then wrong at once or soon.
func (c *compileMiner) quote(n *ast.BasicLit, parent ast.Node) {
	switch p := parent.(type) {
	case *ast.ReturnStmt:
	case *ast.AssignStmt:
		if p.Tok != token.DEFINE {
			return
		}
	default:
		return
	}
	c.replace(wrongType, c.offset(n.Pos()), c.offset(n.End()), `"`+n.Value+`"`)
}

// imports drops one import, or the whole declaration if there is but one.
func (c *compileMiner) imports() {
	for _, d := range c.file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.IMPORT {
			continue
		}
		for _, spec := range g.Specs {
			var n ast.Node = spec
			if len(g.Specs) == 1 {
				n = g
			}
			if from, to, ok := c.line(n); ok {
				c.replace(missingImport, from, to, "")
			}
		}
	}
}

// function drops the last return and declares a variable that is never used.
func (c *compileMiner) function(f *ast.FuncDecl) {
	if f.Body == nil || len(f.Body.List) == 0 {
		return
	}
	first, last := f.Body.List[0], f.Body.List[len(f.Body.List)-1]
	if _, ok := last.(*ast.ReturnStmt); ok && len(f.Body.List) > 1 && f.Type.Results != nil {
		if from, to, ok := c.line(last); ok {
			c.replace(missingReturn, from, to, "")
		}
	}
	sameLine := c.fset.Position(first.Pos()).Line == c.fset.Position(f.Body.Lbrace).Line
	if f.Name.Name != c.entry || sameLine {
		return
	}
	if name := c.unusedName(); name != "" {
		at := c.offset(f.Body.Lbrace) + 1
		c.replace(unusedVariable, at, at, "\n\t"+name+" := 0")
	}
}

// unusedName is a common variable name that the code does not use.
func (c *compileMiner) unusedName() string {
	used := map[string]bool{}
	ast.Inspect(c.file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			used[id.Name] = true
		}
		return true
	})
	names := []string{"count", "total", "index", "size", "temp"}
	if i := slices.IndexFunc(names, func(s string) bool { return !used[s] }); i >= 0 {
		return names[i]
	}
	return ""
}
