package judge

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// maxRepeat bounds the source, in bytes, of a declaration that may be taken for a
// given one, beside four times the given one's: an answer's comments are of no
// account, but rendering whatever an answer declares under a given name is work
// that nobody limits.
const maxRepeat = 8 << 10

// declarations are the package-level declarations of an answer.
type declarations struct {
	src   []byte
	file  *ast.File
	fset  *token.FileSet
	given *given
	count map[string]int // how often a name, or a method by funcKey, is declared
	specs map[string]repeat
	drop  map[string]bool // the names that repeat a given declaration
}

// repeat is a declaration of a given name.
type repeat struct {
	name *ast.Ident
	decl *ast.GenDecl
	spec ast.Spec
}

func (d *declarations) offset(p token.Pos) int { return d.fset.PositionFor(p, false).Offset }

func (d *declarations) text(n ast.Node) string {
	return string(d.src[d.offset(n.Pos()):d.offset(n.End())])
}

// collect counts what is declared.
func (d *declarations) collect() {
	note := func(n *ast.Ident, decl *ast.GenDecl, s ast.Spec) {
		d.count[n.Name]++
		if d.given != nil {
			if _, ok := d.given.decls[n.Name]; ok {
				d.specs[n.Name] = repeat{n, decl, s}
			}
		}
	}
	for _, x := range d.file.Decls {
		switch x := x.(type) {
		case *ast.FuncDecl:
			d.count[funcKey(x)]++
		case *ast.GenDecl:
			for _, s := range x.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					note(s.Name, x, s)
				case *ast.ValueSpec:
					for _, n := range s.Names {
						note(n, x, s)
					}
				}
			}
		}
	}
}

// findRepeats finds the names whose declaration is the given one. A name declared
// twice is none: the compiler is to refuse it. One whose declaration mentions a
// name that means something else in the answer is none either.
func (d *declarations) findRepeats(t *toolchain) {
	for name, r := range d.specs {
		if d.count[name] == 1 && d.same(t, d.given.decls[name], r) {
			d.drop[name] = true
		}
	}
	for again := true; again; {
		again = false
		for name := range d.drop {
			if d.mentionsOther(d.specs[name].spec) {
				delete(d.drop, name)
				again = true
			}
		}
	}
}

// mentionsOther reports whether a declaration mentions a given or predeclared type
// or constant that the answer declares otherwise.
func (d *declarations) mentionsOther(s ast.Spec) (found bool) {
	ast.Inspect(s, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && d.count[id.Name] > 0 && !d.drop[id.Name] {
			_, given := d.given.decls[id.Name]
			found = found || given || types.Universe.Lookup(id.Name) != nil
		}
		return !found
	})
	return found
}

// same reports whether a declaration gives what the given one does: a constant or
// variable if it is written alike, a type if it is identical.
func (d *declarations) same(t *toolchain, g givenDecl, r repeat) bool {
	var n ast.Node = r.spec
	if s, ok := r.spec.(*ast.ValueSpec); ok {
		if r.decl.Tok != g.kind {
			return false
		}
		n = repeated(r.decl, s)
	} else if g.kind != token.TYPE {
		return false
	}
	text := ""
	if d.offset(n.End())-d.offset(n.Pos()) <= maxRepeat+4*len(g.text) {
		text = d.text(n)
	}
	if text == "" {
		return false
	}
	if normal(text) == g.text {
		return true
	}
	s, ok := r.spec.(*ast.TypeSpec)
	return ok && s.Assign.IsValid() == g.probe.alias && d.identical(t, newProbe(d.text, s), g.probe)
}

// repeated is what of a constant or variable must be repeated: its own spec, or the
// whole group where constants count on from one to the next.
func repeated(d *ast.GenDecl, s *ast.ValueSpec) ast.Node {
	if d.Tok != token.CONST || len(d.Specs) == 1 {
		return s
	}
	counts := len(s.Values) == 0
	for _, v := range s.Values {
		ast.Inspect(v, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			counts = counts || ok && id.Name == "iota"
			return !counts
		})
	}
	if counts {
		return d
	}
	return s
}

// probe is a type declaration taken apart, as source.
type probe struct {
	params, typ string
	constraint  bool // an interface, which may be a constraint only
	alias       bool
}

func newProbe(text func(ast.Node) string, s *ast.TypeSpec) probe {
	p := probe{typ: text(s.Type), alias: s.Assign.IsValid()}
	if s.TypeParams != nil {
		p.params = strings.Trim(text(s.TypeParams), "[]")
	}
	_, p.constraint = s.Type.(*ast.InterfaceType)
	return p
}

// function writes the type as a function's parameter, or as the constraint of one
// of its type parameters: types of functions are compared without regard to how
// type parameters are called.
func (p probe) function(name string) string {
	switch {
	case p.constraint:
		return "func " + name + "[" + bridgePrefix + "x " + p.typ + ",\n" + p.params + "]() {}\n"
	case p.params != "":
		return "func " + name + "[" + p.params + "](_ " + p.typ + ") {}\n"
	}
	return "func " + name + "(_ " + p.typ + ") {}\n"
}

// identical compares two types by the language's rule. Both are read beside the
// given declarations, so that whatever they mention, themselves included, is the
// given one.
func (d *declarations) identical(t *toolchain, answer, given probe) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	fset := token.NewFileSet()
	var files []*ast.File
	for i, p := range []probe{given, answer} {
		i = 1 - i
		imports := d.file.Imports
		if i == 1 {
			imports = d.given.imports
		}
		var b strings.Builder
		b.WriteString("package p\nimport . \"" + givenPath + "\"\n")
		for _, spec := range imports {
			if spec.Name != nil {
				b.WriteString("import " + spec.Name.Name + " " + spec.Path.Value + "\n")
			} else {
				b.WriteString("import " + spec.Path.Value + "\n")
			}
		}
		b.WriteString(p.function(fmt.Sprintf("%st%d", bridgePrefix, i)))
		f, err := parser.ParseFile(fset, "", b.String(), parser.SkipObjectResolution)
		if err != nil || i == 0 && computes(f) {
			return false
		}
		files = append(files, f)
	}
	failed := false
	conf := types.Config{Importer: &reader{t: t, exam: &exam{given: d.given}}, Error: func(err error) {
		te, ok := err.(types.Error)
		failed = failed || !ok || !te.Soft // unused imports are soft
	}}
	pkg, _ := conf.Check("p", fset, files, nil)
	if failed {
		return false
	}
	x, y := pkg.Scope().Lookup(bridgePrefix+"t0"), pkg.Scope().Lookup(bridgePrefix+"t1")
	return x != nil && y != nil && types.Identical(x.Type(), y.Type())
}

// computes reports whether types are written with more than types and plain lengths.
// Constants can be made to take all memory there is to evaluate.
func computes(f *ast.File) (found bool) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.CallExpr, *ast.CompositeLit:
			found = true
		case *ast.BinaryExpr:
			found = found || n.Op != token.OR
		case *ast.UnaryExpr:
			found = found || n.Op != token.TILDE
		}
		return !found
	})
	return found
}

// repeatsMethod reports whether a method is a given one, token for token. Methods
// of generic types are left to be compiled anew.
func (d *declarations) repeatsMethod(m *ast.FuncDecl) bool {
	want, ok := d.given.methods[funcKey(m)]
	if !ok || d.count[funcKey(m)] > 1 || d.offset(m.End())-d.offset(m.Pos()) > maxRepeat+4*len(want) {
		return false
	}
	generic := false
	ast.Inspect(m.Recv, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.IndexExpr, *ast.IndexListExpr:
			generic = true
		}
		return true
	})
	return !generic && normal(d.text(m)) == want
}

// unmethod makes a repeated method a function nobody calls, which keeps the imports
// of its body in use: only a type's own package may declare its methods. What
// follows on the line keeps its position.
func (d *declarations) unmethod(m *ast.FuncDecl, at func(token.Pos) token.Position, file string) []edit {
	open := m.Type.Params.Opening
	p := at(open + 1)
	head, recv := " _(", m.Recv.List[0]
	var edits []edit
	if len(recv.Names) > 0 {
		head += recv.Names[0].Name + " " + d.text(recv.Type)
		for _, f := range m.Type.Params.List {
			if len(f.Names) == 0 {
				from := d.offset(f.Pos())
				edits = append(edits, edit{from, from, "_ "})
			}
		}
		if m.Type.Params.NumFields() > 0 {
			head += ", "
		}
	}
	head += fmt.Sprintf("/*line %s:%d:%d*/", file, p.Line, p.Column)
	return append(edits, edit{d.offset(m.Recv.Opening), d.offset(open) + 1, head})
}

// apply makes edits, in one pass.
func apply(src []byte, edits []edit) []byte {
	slices.SortFunc(edits, func(x, y edit) int { return x.from - y.from })
	var b bytes.Buffer
	done := 0
	for _, ed := range edits {
		b.Write(src[done:ed.from])
		b.WriteString(ed.text)
		done = ed.to
	}
	b.Write(src[done:])
	return b.Bytes()
}

// normal writes source as its tokens, so that layout and comments are of no account.
func normal(src string) string {
	fset := token.NewFileSet()
	var s scanner.Scanner
	s.Init(fset.AddFile("", -1, len(src)), []byte(src), nil, 0)
	var b strings.Builder
	pending := "" // a separator, which is optional before a closing bracket
	for {
		_, tok, lit := s.Scan()
		switch tok {
		case token.EOF:
			return b.String()
		case token.SEMICOLON, token.COMMA:
			pending = tok.String() + " "
			continue
		case token.RPAREN, token.RBRACE, token.RBRACK:
			pending = ""
		}
		if lit == "" {
			lit = tok.String()
		}
		b.WriteString(pending + lit + " ")
		pending = ""
	}
}
