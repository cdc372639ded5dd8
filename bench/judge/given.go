package judge

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"dialogo/bench"
)

// given are the declarations of a task's Context. They are compiled as a package
// of their own, so that cases and answers share their types; an answer reaches
// them through aliases in the bridge, see bridge.
type given struct {
	source string // the file
	pkg    *types.Package
	decls  map[string]givenDecl
	// funcs are the offsets in source of the names of functions and methods, by
	// funcKey.
	funcs map[string]int
	// methods are the normalised sources of methods, by funcKey.
	methods map[string]string
	imports []*ast.ImportSpec
}

// givenDecl is one name the Context declares.
type givenDecl struct {
	kind token.Token // TYPE, CONST, VAR or FUNC
	text string      // normalised source, to tell a repeated declaration; not of functions
	// probe is the type, if it is one.
	probe probe
	// alias declares the same name in the answer's package.
	alias string
}

// parseGiven reads and type-checks a task's Context; nil if there is none.
func (t *toolchain) parseGiven(task *bench.Task) (*given, error) {
	if strings.TrimSpace(task.Context) == "" {
		return nil, nil
	}
	g := &given{source: withClause(givenPath, "context.go", task.Context), decls: map[string]givenDecl{}, funcs: map[string]int{}, methods: map[string]string{}}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", g.source, parser.SkipObjectResolution)
	if err != nil {
		return nil, bench.Usagef("task %q: context: %w", task.ID, err)
	}
	conf := types.Config{Importer: t.imported}
	if g.pkg, err = conf.Check(givenPath, fset, []*ast.File{f}, nil); err != nil {
		return nil, bench.Usagef("task %q: context: %w", task.ID, err)
	}
	g.imports = f.Imports
	for _, d := range f.Decls {
		g.add(fset, d)
	}
	for name := range g.decls {
		if !ast.IsExported(name) && name != "_" && name != "init" {
			return nil, bench.Usagef("task %q: context declares %s, which answers could not reach: export it (%s)", task.ID, name, strings.ToUpper(name[:1])+name[1:])
		}
	}
	return g, nil
}

// withClause makes a whole file of declarations, whose positions count from the
// first line of the declarations.
func withClause(pkg, name, code string) string {
	return "package " + pkg + "\n//line " + name + ":1\n" + code + "\n"
}

func (g *given) add(fset *token.FileSet, d ast.Decl) {
	text := func(n ast.Node) string {
		return g.source[fset.PositionFor(n.Pos(), false).Offset:fset.PositionFor(n.End(), false).Offset]
	}
	switch d := d.(type) {
	case *ast.FuncDecl:
		g.funcs[funcKey(d)] = fset.PositionFor(d.Name.Pos(), false).Offset
		if d.Recv == nil {
			g.decls[d.Name.Name] = givenDecl{kind: token.FUNC, alias: aliasFunc(fset, d)}
		} else {
			g.methods[funcKey(d)] = normal(text(d))
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				g.decls[s.Name.Name] = givenDecl{token.TYPE, normal(text(s)), newProbe(text, s), aliasType(fset, s)}
			case *ast.ValueSpec:
				for _, n := range s.Names {
					g.decls[n.Name] = givenDecl{kind: d.Tok, text: normal(text(repeated(d, s))),
						alias: d.Tok.String() + " " + n.Name + " = " + bridgePrefix + givenPath + "." + n.Name}
				}
			}
		}
	}
}

// funcKey names a function, or a method with its receiver's type: "Point.String".
func funcKey(d *ast.FuncDecl) string {
	if r := receiver(d); r != "" {
		return r + "." + d.Name.Name
	}
	return d.Name.Name
}

// receiver is the name of a method's receiver type; empty for a function.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) != 1 {
		return ""
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.ParenExpr:
			t = x.X
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// isType reports whether the Context declares a type of that name.
func (g *given) isType(name string) bool { return g != nil && g.decls[name].kind == token.TYPE }

// merged is the Context as a file of the answer's package. Functions and methods
// the answer declares itself are renamed to _, which keeps their imports in use.
func (g *given) merged(funcs map[string]bool) string {
	src := strings.Replace(g.source, "package "+givenPath, "package main", 1)
	for key, at := range g.funcs {
		if name := key[strings.LastIndexByte(key, '.')+1:]; funcs[key] {
			src = src[:at] + fmt.Sprintf("%-*s", len(name), "_") + src[at+len(name):]
		}
	}
	return src
}

// aliasFunc makes a function of the given package callable by its own name.
func aliasFunc(fset *token.FileSet, d *ast.FuncDecl) string {
	name := d.Name.Name
	if d.Type.TypeParams == nil {
		return "var " + name + " = " + bridgePrefix + givenPath + "." + name
	}
	// A generic function is no value: wrap it.
	var args []string
	wrapper := *d.Type
	wrapper.Params = &ast.FieldList{}
	for _, p := range d.Type.Params.List {
		n := max(1, len(p.Names))
		field := &ast.Field{Type: p.Type}
		for range n {
			arg := bridgePrefix + "p" + string(rune('a'+len(args)))
			field.Names = append(field.Names, ast.NewIdent(arg))
			if _, ok := p.Type.(*ast.Ellipsis); ok {
				arg += "..."
			}
			args = append(args, arg)
		}
		wrapper.Params.List = append(wrapper.Params.List, field)
	}
	call := bridgePrefix + givenPath + "." + name + typeArgs(d.Type.TypeParams) + "(" + strings.Join(args, ", ") + ")"
	if d.Type.Results != nil {
		call = "return " + call
	}
	return source(fset, &ast.FuncDecl{Name: d.Name, Type: &wrapper}) + " { " + call + " }"
}

func aliasType(fset *token.FileSet, s *ast.TypeSpec) string {
	name := s.Name.Name
	params := ""
	if s.TypeParams != nil {
		decl := source(fset, &ast.FuncDecl{Name: ast.NewIdent("_"), Type: &ast.FuncType{TypeParams: s.TypeParams, Params: &ast.FieldList{}}})
		params = strings.TrimSuffix(strings.TrimPrefix(decl, "func _"), "()")
	}
	return "type " + name + params + " = " + bridgePrefix + givenPath + "." + name + typeArgs(s.TypeParams)
}

// typeArgs writes type parameters as arguments: "[K, V]".
func typeArgs(params *ast.FieldList) string {
	if params == nil {
		return ""
	}
	var names []string
	for _, f := range params.List {
		for _, n := range f.Names {
			names = append(names, n.Name)
		}
	}
	return "[" + strings.Join(names, ", ") + "]"
}

// source writes a node as gofmt does.
func source(fset *token.FileSet, n ast.Node) string {
	var b bytes.Buffer
	if format.Node(&b, fset, n) != nil {
		return ""
	}
	return b.String()
}

// sentinelVars are the error variables of the Context, in order.
func (g *given) sentinelVars() []string {
	if g == nil {
		return nil
	}
	var names []string
	for _, name := range g.pkg.Scope().Names() {
		if v, ok := g.pkg.Scope().Lookup(name).(*types.Var); ok && types.Identical(v.Type(), types.Universe.Lookup("error").Type()) {
			names = append(names, name)
		}
	}
	return names
}

// names are the declared names, sorted.
func (g *given) names() []string {
	if g == nil {
		return nil
	}
	var names []string
	for n := range g.decls {
		if ast.IsExported(n) {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names
}
