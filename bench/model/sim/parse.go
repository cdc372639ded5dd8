package sim

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"
)

// clause makes a file of a task's Go code, which has no package clause.
const clause = "package task\n"

// source is Go code as parsed and type-checked.
type source struct {
	text string // without the clause
	fset *token.FileSet
	file *ast.File
	info *types.Info
	// errs are the type checker's complaints.
	errs []string
}

// read parses and type-checks code together with the declarations its task gives.
//
// Imports are not loaded: that would cost seconds and need a toolchain. The type
// checker then treats all that comes from a package as unknown and says nothing
// about it. What it does complain about is an error for the compiler as well.
func read(given, text string) (*source, error) {
	s := &source{text: text, fset: token.NewFileSet(), info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{},
		Uses:  map[*ast.Ident]types.Object{},
		Defs:  map[*ast.Ident]types.Object{},
	}}
	var err error
	s.file, err = parser.ParseFile(s.fset, "answer.go", clause+text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	files := []*ast.File{s.file}
	if given != "" {
		f, err := parser.ParseFile(s.fset, "context.go", clause+given, parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("context: %w", err)
		}
		files = append(files, f)
	}
	conf := types.Config{Importer: noImports{}, Error: s.complain}
	_, _ = conf.Check("task", s.fset, files, s.info) // its errors went to complain
	s.unusedImports()
	s.unusedVariables()
	return s, nil
}

// unusedVariables complains about variables of unknown type that are never read:
// about those the type checker says nothing.
func (s *source) unusedVariables() {
	used := map[types.Object]bool{}
	for _, o := range s.info.Uses {
		used[o] = true
	}
	for id, o := range s.info.Defs {
		v, ok := o.(*types.Var)
		if ok && !v.IsField() && v.Type() == types.Typ[types.Invalid] && !used[o] {
			s.errs = append(s.errs, "declared and not used: "+id.Name)
		}
	}
}

// unusedImports complains as the type checker would if it had loaded the imports.
func (s *source) unusedImports() {
	used := map[string]bool{}
	ast.Inspect(s.file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok {
				used[id.Name] = true
			}
		}
		return true
	})
	for _, i := range s.file.Imports {
		name := strings.Trim(i.Path.Value, `"`)
		name = path.Base(strings.TrimSuffix(name, "/v2"))
		if i.Name != nil {
			name = i.Name.Name
		}
		if !used[name] && name != "_" && name != "." {
			s.errs = append(s.errs, i.Path.Value+" imported and not used")
		}
	}
}

func (s *source) complain(err error) {
	msg := err.Error()
	var e types.Error
	if errors.As(err, &e) {
		msg = e.Msg
	}
	if !strings.HasPrefix(msg, "could not import") {
		s.errs = append(s.errs, msg)
	}
}

// newErrors reports whether s has complaints that the original has not.
func (s *source) newErrors(original *source) bool {
	return slices.ContainsFunc(s.errs, func(e string) bool { return !slices.Contains(original.errs, e) })
}

// offset is the place of a position in text.
func (s *source) offset(p token.Pos) int { return s.fset.Position(p).Offset - len(clause) }

// code is the text of a node.
func (s *source) code(n ast.Node) string { return s.text[s.offset(n.Pos()):s.offset(n.End())] }

// line is the range of the whole lines that a node fills alone; ok is false if
// other code shares them.
func (s *source) line(n ast.Node) (from, to int, ok bool) {
	from, to = s.offset(n.Pos()), s.offset(n.End())
	for from > 0 && s.text[from-1] != '\n' {
		from--
	}
	for to < len(s.text) && s.text[to] != '\n' {
		to++
	}
	before, after := s.text[from:s.offset(n.Pos())], s.text[s.offset(n.End()):to]
	after, _, _ = strings.Cut(after, "//")
	ok = strings.TrimSpace(before) == "" && strings.TrimSpace(after) == ""
	return from, min(to+1, len(s.text)), ok
}

// noImports refuses to load any package.
type noImports struct{}

func (noImports) Import(string) (*types.Package, error) { return nil, errors.New("not loaded") }
