package judge

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// manner is how an answer may be built.
type manner int

const (
	// alone: compiled and linked as a program of its own.
	alone manner = iota
	// apart: compiled as a package of its own, linked with others.
	apart
	// merged: compiled in one package with others, its package-level names renamed.
	merged
)

// maxMerged bounds the code, in bytes, of an answer that is built with others.
const maxMerged = 32 << 10

// harmless are the packages an answer that is built with others may import. They
// do nothing at the start of a program that others could notice, do not tell a
// program where its code lies or what its packages are called, call nothing in a
// goroutine of its own but by names that tame knows, and give away neither unsafe
// pointers nor reflect.Values: not even in an error, as encoding/json does, since
// their methods need no import.
var harmless = map[string]bool{"bufio": true, "bytes": true, "cmp": true, "container/heap": true, "container/list": true,
	"container/ring": true, "encoding/base64": true, "encoding/binary": true, "encoding/hex": true,
	"errors": true, "fmt": true, "hash": true, "hash/crc32": true, "hash/fnv": true, "io": true, "iter": true,
	"maps": true, "math": true, "math/big": true, "math/bits": true, "math/cmplx": true, "math/rand": true, "math/rand/v2": true,
	"os": true, "regexp": true, "slices": true, "sort": true, "strconv": true, "strings": true, "sync": true,
	"text/tabwriter": true, "time": true, "unicode": true, "unicode/utf16": true, "unicode/utf8": true,
	"crypto/md5": true, "crypto/sha1": true, "crypto/sha256": true, "crypto/sha512": true}

// manner decides how an answer may be built. What is not known to keep to itself is
// built alone. The compiler has the last word: what it refuses in a batch is built
// alone as well.
func (a *answer) manner(e *exam, t *toolchain) manner {
	if a.file == nil || a.broken || a.directive || a.twice || a.mainless || a.merge || a.entry == "" || len(a.src) > maxMerged {
		return alone
	}
	if e.eager || !a.importsHarmless(t) || !a.tame() || a.generic() || a.bulky(e.given) {
		return alone
	}
	m := a.declarations()
	if e.given != nil {
		m = min(m, apart)
	}
	if m == merged && a.ambiguous() {
		return apart
	}
	return m
}

// declarations decides by what the answer declares.
func (a *answer) declarations() manner {
	m := merged
	for _, d := range a.file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if !keepsToItself(d) {
				return alone
			}
			if d.Recv != nil {
				m = apart
			}
		case *ast.GenDecl:
			m = min(m, a.declares(d))
		}
	}
	return m
}

// eager reports whether code of a task does work when a program starts: all programs
// that it is linked into would do that work, and see what it does.
func eager(code string) bool {
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+code, parser.SkipObjectResolution)
	if err != nil {
		return true
	}
	d := &declarations{file: f, count: map[string]int{}}
	d.collect()
	a := &answer{file: f, declared: map[string]bool{}}
	for name := range d.count {
		a.declared[name] = true
	}
	a.errors = errorsName(f)
	return a.declarations() == alone
}

// errorsName is the name by which package errors is meant, also where the judge adds
// the import.
func errorsName(f *ast.File) string {
	for _, spec := range f.Imports {
		switch {
		case spec.Path.Value == `"errors"` && spec.Name != nil:
			return spec.Name.Name
		case spec.Name != nil && spec.Name.Name == "errors":
			return ""
		}
	}
	return "errors"
}

// importsHarmless also refuses imports that make names: by a dot, or ones that the
// answer declares itself, which the compiler must see under their own names.
func (a *answer) importsHarmless(t *toolchain) bool {
	for _, spec := range a.file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil || !harmless[path] {
			return false
		}
		name := path[strings.LastIndexByte(path, '/')+1:]
		for _, p := range t.std {
			if p.path == path {
				name = p.name
			}
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if path == "errors" {
			a.errors = name
		}
		if name == "." || name == "_" || a.declared[name] || strings.HasPrefix(name, bridgePrefix) {
			return false
		}
	}
	return true
}

// tame reports whether the answer starts no goroutines, with which, by a data race, a
// program can read and write all memory of its process, and find there what its
// neighbours are made of.
func (a *answer) tame() bool {
	ok := true
	ast.Inspect(a.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			ok = false
		case *ast.SelectorExpr:
			ok = ok && n.Sel.Name != "AfterFunc" && n.Sel.Name != "Go"
		}
		return ok
	})
	return ok
}

// keepsToItself reports whether a function does nothing before it is called, and is
// what its name demands.
func keepsToItself(d *ast.FuncDecl) bool {
	name := d.Name.Name
	switch {
	case d.Body == nil, reserved(name), d.Recv == nil && name == "init":
		return false
	case d.Recv == nil && name == "main":
		return d.Type.TypeParams == nil && d.Type.Params.NumFields() == 0 && d.Type.Results.NumFields() == 0
	}
	return true
}

// generic reports whether the answer declares generic types, or types in generic
// functions. Names of their instances hold those of the type arguments, with the path of
// their package, or with a number for a local type, which counts all in a package.
func (a *answer) generic() (found bool) {
	ast.Inspect(a.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeSpec:
			found = found || n.TypeParams != nil
		case *ast.FuncDecl:
			if n.Type.TypeParams != nil {
				ast.Inspect(n, func(n ast.Node) bool {
					_, is := n.(*ast.TypeSpec)
					found = found || is
					return !found
				})
			}
		}
		return !found
	})
	return found
}

// reserved reports whether a name is one that the judge's own files may use.
func reserved(name string) bool { return strings.HasPrefix(strings.ToLower(name), bridgePrefix) }

// declares decides about a declaration other than a function. Types are not renamed,
// since their names show in results.
func (a *answer) declares(d *ast.GenDecl) manner {
	m := merged
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			m = min(m, apart)
			if reserved(s.Name.Name) || s.Name.Name == "init" || s.Name.Name == "main" {
				return alone
			}
		case *ast.ValueSpec:
			for _, n := range s.Names {
				if reserved(n.Name) || n.Name == "init" || n.Name == "main" {
					return alone
				}
			}
			if d.Tok == token.VAR {
				m = min(m, apart)
				if !a.idle(s) {
					return alone
				}
			}
		}
	}
	return m
}

// idle reports whether a variable's declaration does no work, and takes no memory to
// speak of, when a program starts: literals of plain types, empty maps, errors.New.
func (a *answer) idle(s *ast.ValueSpec) bool {
	if s.Type != nil {
		if _, pointer := s.Type.(*ast.StarExpr); !pointer && !a.plainType(s.Type) {
			return false
		}
	}
	for _, v := range s.Values {
		if !a.plainValue(v) {
			return false
		}
	}
	return true
}

// basic are the predeclared types whose values are small and can be map keys.
var basic = map[string]bool{"bool": true, "string": true, "int": true, "int8": true, "int16": true, "int32": true, "int64": true,
	"uint": true, "uint8": true, "uint16": true, "uint32": true, "uint64": true, "byte": true, "rune": true, "float32": true, "float64": true}

// predeclared reports whether an expression is a name that the answer does not give
// another meaning.
func (a *answer) predeclared(x ast.Expr, is func(string) bool) bool {
	id, ok := x.(*ast.Ident)
	if !ok || !is(id.Name) {
		return false
	}
	_, again := a.declared[id.Name]
	return !again
}

func isBasic(name string) bool { return basic[name] }

// plainType reports whether a type is made of predeclared ones, by slices and maps.
func (a *answer) plainType(t ast.Expr) bool {
	switch t := t.(type) {
	case *ast.Ident:
		return a.predeclared(t, func(n string) bool { return basic[n] || n == "error" || n == "any" })
	case *ast.ArrayType:
		return t.Len == nil && a.plainType(t.Elt)
	case *ast.MapType:
		return a.predeclared(t.Key, isBasic) && a.plainType(t.Value)
	}
	return false
}

// plainValue reports whether an expression is a literal that cannot panic.
func (a *answer) plainValue(v ast.Expr) bool {
	switch v := v.(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		return a.predeclared(v, func(n string) bool { return n == "true" || n == "false" || n == "nil" })
	case *ast.UnaryExpr:
		_, lit := v.X.(*ast.BasicLit)
		return lit && v.Op == token.SUB
	case *ast.CompositeLit:
		return (v.Type == nil || a.plainType(v.Type)) && a.plainElements(v)
	case *ast.CallExpr:
		if len(v.Args) != 1 {
			return false
		}
		if m, ok := v.Args[0].(*ast.MapType); ok {
			return a.predeclared(v.Fun, func(n string) bool { return n == "make" }) && a.plainType(m)
		}
		f, ok := v.Fun.(*ast.SelectorExpr)
		_, lit := v.Args[0].(*ast.BasicLit)
		if !ok || !lit || f.Sel.Name != "New" {
			return false
		}
		x, ok := f.X.(*ast.Ident)
		return ok && a.errors != "" && x.Name == a.errors
	}
	return false
}

// plainElements reports whether a literal of a plain type has plain elements. Indexes
// of slices are refused: []int{1e9: 1} is short to write.
func (a *answer) plainElements(c *ast.CompositeLit) bool {
	_, isMap := c.Type.(*ast.MapType)
	for _, x := range c.Elts {
		if kv, keyed := x.(*ast.KeyValueExpr); keyed {
			if !isMap || !a.plainValue(kv.Key) {
				return false
			}
			x = kv.Value
		}
		if !a.plainValue(x) {
			return false
		}
	}
	return true
}

// ambiguous reports whether anything else goes by the name of a package-level
// declaration: a field, a key, a local variable. The parser's scopes are not quite the
// language's (a constant list repeats its expression in an inner scope, a type switch
// declares its variable clause by clause), so that which is meant is left to the
// compiler.
func (a *answer) ambiguous() (found bool) {
	ast.Inspect(a.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			ast.Inspect(n.X, func(n ast.Node) bool {
				found = found || a.elsewhere(n)
				return !found
			})
			return false
		case *ast.Ident:
			found = found || n != a.file.Name && a.elsewhere(n)
		}
		return !found
	})
	return found
}

// elsewhere reports whether a node is a name that is declared at package level, but
// does not mean that.
func (a *answer) elsewhere(n ast.Node) bool {
	id, ok := n.(*ast.Ident)
	if !ok || id.Name == "_" {
		return false
	}
	o := a.file.Scope.Objects[id.Name]
	return o != nil && id.Obj != o
}

// renamed is the source with the suffix added to every package-level name. Names are
// resolved by the parser, by scope; where that is not sure (see ambiguous) an answer
// is not renamed.
func (a *answer) renamed(suffix string) string {
	edits := slices.Clone(a.edits)
	ast.Inspect(a.file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name != "_" && id.Obj != nil && a.file.Scope.Objects[id.Name] == id.Obj {
			end := a.offset(id.End())
			edits = append(edits, edit{end, end, suffix})
		}
		return true
	})
	return string(apply(a.src, edits))
}
