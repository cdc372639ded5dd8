package judge

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/scanner"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dialogo/bench"
)

// maxAnswer bounds an answer's code, in bytes.
const maxAnswer = 1 << 20

// maxDepth bounds how deep code may be nested in brackets for its names to be resolved:
// the parser looks each up in all the scopes around it.
const maxDepth = 100

// answer is an answer's code made fit to be compiled with the bridge.
type answer struct {
	source   string          // the file; its lines and columns are the answer's own
	mark     string          // in the names of the files it is compiled in, see fileName
	declared map[string]bool // its package-level names
	funcs    map[string]bool // its functions and methods, by funcKey
	entry    string          // the type of the entry function; empty if it is not declared as one
	entryPos bench.Diagnostic
	// clause is the line of a package clause that got longer, after which columns
	// of that line are shift too large.
	clause, shift int
	// What it takes to build the answer with others, see manner. The file is as it was
	// before the edits; broken says that it has syntax errors, or is nested deeper than
	// maxDepth, so that its names are not resolved, directive that it has comments the
	// compiler obeys, twice that it declares a name more than once.
	src       []byte
	file      *ast.File
	edits     []edit
	offset    func(token.Pos) int
	broken    bool
	directive bool
	twice     bool
	// mainless says that it mentions a function main it does not declare, for the
	// compiler to complain about.
	mainless bool
	errors   string // the name by which it imports package errors
	// merge says that the answer declares methods of given types, so that these must
	// be compiled into its package.
	merge   bool
	refused []bench.Diagnostic
}

// fileName is what a file that is compiled with the answer is called. No answer can hold
// it, since it has a hash of the answer in it, so that what looks like a position in the
// compiler's words is one. It is not random: an answer can see it when it runs.
func (a *answer) fileName(base string) string { return base + a.mark + ".go" }

// ownFile is the base of the file name of the answer's own code.
const ownFile = "answer"

// edit replaces a part of the source. The text is of the same length, but for the
// package clause and repeated methods.
type edit struct {
	from, to int
	text     string
}

// readAnswer prepares an answer to a task. What the parser makes nothing of goes to
// the compiler as it is, for its own words.
//
// The answer's package clause, if any, becomes "package main". Its identical copies
// of given declarations are renamed to _ in place. Directives that would blur positions
// (//line) are made comments; those that reach into other packages (//go:linkname)
// or other languages (import "C") are refused. Package unsafe is allowed: nothing
// in the answer's process is trusted anyway.
func readAnswer(code string, e *exam, t *toolchain) *answer {
	hash := sha256.Sum256([]byte(code))
	a := &answer{mark: "_" + hex.EncodeToString(hash[:16]), declared: map[string]bool{}, funcs: map[string]bool{}}
	if len(code) > maxAnswer {
		a.refuse(token.Position{}, "the code is longer than %d KiB", maxAnswer>>10)
		return a
	}
	if i := strings.IndexByte(code, 0); i >= 0 || !utf8.ValidString(code) {
		// The compiler would say so too, but for every byte.
		for i, r := range code {
			if r == 0 || r == utf8.RuneError && !strings.HasPrefix(code[i:], "\uFFFD") {
				line := 1 + strings.Count(code[:i], "\n")
				what := "invalid UTF-8 encoding"
				if r == 0 {
					what = "invalid NUL character"
				}
				a.refuse(token.Position{Line: line, Column: i - strings.LastIndexByte(code[:i], '\n')}, "%s", what)
				return a
			}
		}
	}
	code = strings.TrimPrefix(code, "\uFEFF")
	src := []byte(code)
	hasClause, clause, depth := a.scan(src)
	mode := parser.Mode(0)
	if depth > maxDepth {
		mode = parser.SkipObjectResolution
	}
	offset := 0
	if !hasClause {
		offset = len("package main;")
		src = append([]byte("package main;"), src...)
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, mode)
	a.src, a.file, a.broken = src, f, err != nil || mode != 0
	a.offset = func(p token.Pos) int { return fset.PositionFor(p, false).Offset }
	at := func(p token.Pos) token.Position {
		pos := fset.PositionFor(p, false)
		if pos.Line == 1 {
			pos.Column -= offset
		}
		return pos
	}
	var edits []edit
	if f != nil {
		a.imports(f, t, at)
		edits = a.declare(src, f, fset, e, t, at)
		if a.merge {
			edits = append(edits, a.localTypes(e.given, at)...)
		}
		a.mainless = mentionsMain(f)
	}
	if hasClause && clause.text != "" { // the scanner's finding: the parser gives up on deep nesting
		edits = append(edits, edit{clause.from, clause.to, fmt.Sprintf("%-*s", len(clause.text), "main")})
		a.clause, a.shift = 1+bytes.Count(src[:clause.from], []byte("\n")), max(0, len("main")-len(clause.text))
	}
	a.edits = edits
	src = apply(src, edits)
	a.source = "//line " + a.fileName(ownFile) + ":1:1\n" + string(src)
	if !hasClause {
		a.source = "package main\n//line " + a.fileName(ownFile) + ":1:1\n" + string(src[offset:])
	}
	return a
}

// mentionsMain reports whether a file mentions a main it does not declare, nor imports
// under that name.
func mentionsMain(f *ast.File) bool {
	return slices.ContainsFunc(f.Unresolved, func(id *ast.Ident) bool { return id.Name == "main" }) &&
		!slices.ContainsFunc(f.Imports, func(s *ast.ImportSpec) bool { return s.Name != nil && s.Name.Name == "main" })
}

// localTypes gives the types that functions declare by the name of a given type another
// name. Where an answer is compiled with the given declarations, results of both kinds
// would go by the same, and so pass for each other. Keys of literals are no types.
func (a *answer) localTypes(g *given, at func(token.Pos) token.Position) (edits []edit) {
	locals, keys := map[*ast.TypeSpec]bool{}, map[ast.Expr]bool{}
	ast.Inspect(a.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeSpec:
			locals[n] = g.isType(n.Name.Name) && n.Name.Obj != a.file.Scope.Objects[n.Name.Name]
		case *ast.KeyValueExpr:
			keys[n.Key] = true
		case *ast.Ident:
			if n.Obj == nil || keys[n] {
				break
			}
			if s, ok := n.Obj.Decl.(*ast.TypeSpec); ok && locals[s] {
				p, end := at(n.End()), a.offset(n.End())
				edits = append(edits, edit{end, end, fmt.Sprintf("_local/*line %s:%d:%d*/", a.fileName(ownFile), p.Line, p.Column)})
			}
		}
		return true
	})
	return edits
}

func (a *answer) refuse(p token.Position, format string, args ...any) {
	a.refused = append(a.refused, bench.Diagnostic{Line: p.Line, Column: p.Column, Message: fmt.Sprintf(format, args...)})
}

// The directives an answer may not use.
var (
	lineDirective = regexp.MustCompile(`^(//line |/\*line )`)
	badDirective  = regexp.MustCompile(`^//(go:linkname|go:embed|go:cgo_\w+)(?:[ \t\r]|$)`)
)

// scan blanks line directives in place, refuses others, and reports whether the
// source begins with a package clause, and the name in it, and how deep it is nested.
func (a *answer) scan(src []byte) (hasClause bool, name edit, depth int) {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, slices.Clone(src), nil, scanner.ScanComments)
	for n, open := 0, 0; ; {
		pos, tok, lit := s.Scan()
		switch tok {
		case token.EOF:
			return hasClause, name, depth
		case token.LBRACE, token.LPAREN, token.LBRACK:
			open++
			depth = max(depth, open)
		case token.RBRACE, token.RPAREN, token.RBRACK:
			open = max(0, open-1)
		}
		if tok != token.COMMENT {
			switch {
			case n == 0:
				hasClause = tok == token.PACKAGE
			case n == 1 && hasClause && tok == token.IDENT:
				name = edit{file.Offset(pos), file.Offset(pos) + len(lit), lit}
			}
			n++
			continue
		}
		a.directive = a.directive || strings.HasPrefix(lit, "//go:") || strings.HasPrefix(lit, "//export ")
		if lineDirective.MatchString(lit) {
			copy(src[file.Offset(pos)+2:], "LINE")
		}
		if len(a.refused) == maxDiagnostics {
			continue
		}
		if m := badDirective.FindStringSubmatch(lit); m != nil {
			a.refuse(file.PositionFor(pos, false), "//%s is not allowed", m[1])
		}
	}
}

// imports refuses what is not a public package of the standard library.
func (a *answer) imports(f *ast.File, t *toolchain, at func(token.Pos) token.Position) {
	for _, spec := range f.Imports {
		if len(a.refused) >= maxDiagnostics {
			return
		}
		path, err := strconv.Unquote(spec.Path.Value)
		switch {
		case err != nil || t.allows(path): // the compiler will tell of malformed ones
		case path == "C":
			a.refuse(at(spec.Path.Pos()), `import "C" is not allowed`)
		case slices.Contains(strings.Split(path, "/"), "internal"):
			a.refuse(at(spec.Path.Pos()), "use of internal package %s not allowed", stable(path))
		default:
			a.refuse(at(spec.Path.Pos()), "package %s is not in std", stable(path))
		}
	}
}

// declare notes what the answer declares, and drops what repeats given declarations.
func (a *answer) declare(src []byte, f *ast.File, fset *token.FileSet, e *exam, t *toolchain, at func(token.Pos) token.Position) []edit {
	d := &declarations{src: src, file: f, fset: fset, given: e.given, count: map[string]int{}, specs: map[string]repeat{}, drop: map[string]bool{}}
	d.collect()
	d.findRepeats(t)
	var edits []edit
	for name := range d.drop {
		id := d.specs[name].name
		edits = append(edits, edit{d.offset(id.Pos()), d.offset(id.End()), fmt.Sprintf("%-*s", len(name), "_")})
	}
	for name, n := range d.count {
		a.declared[name] = !d.drop[name]
		a.twice = a.twice || n > 1 && name != "_"
	}
	var repeated []*ast.FuncDecl
	for _, x := range f.Decls {
		fn, ok := x.(*ast.FuncDecl)
		if !ok {
			continue
		}
		a.funcs[funcKey(fn)] = true
		if fn.Name.Name == e.task.Entry && fn.Recv == nil {
			a.entry = typeText(fn.Type)
			p := at(fn.Name.Pos())
			a.entryPos = bench.Diagnostic{Line: p.Line, Column: p.Column}
		}
		if r := receiver(fn); r != "" && e.given.isType(r) && !a.declared[r] {
			if d.repeatsMethod(fn) {
				repeated = append(repeated, fn)
			} else if e.task.Test == nil && !a.broken {
				a.merge = true
			}
		}
	}
	if !a.merge {
		for _, m := range repeated {
			edits = append(edits, d.unmethod(m, at, a.fileName(ownFile))...)
		}
	}
	return edits
}

// typeText is the type of a function, as an answer wrote it.
func typeText(t *ast.FuncType) string {
	var b bytes.Buffer
	if t.End()-t.Pos() > maxGot || format.Node(&b, token.NewFileSet(), t) != nil {
		return "a type too long to show"
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// forget drops what only building with others needs: syntax trees are large.
func (a *answer) forget() { a.file, a.src, a.edits, a.offset = nil, nil, nil, nil }
