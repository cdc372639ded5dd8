package judge

import (
	"fmt"
	"go/ast"
	"go/token"
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
// do nothing at the start of a program that others could notice, and do not tell a
// program where its code lies or what its packages are called.
var harmless = map[string]bool{"bufio": true, "bytes": true, "cmp": true, "container/heap": true, "container/list": true,
	"container/ring": true, "context": true, "encoding/base64": true, "encoding/binary": true, "encoding/hex": true,
	"encoding/json": true, "errors": true, "fmt": true, "hash": true, "hash/crc32": true, "hash/fnv": true, "io": true, "iter": true,
	"maps": true, "math": true, "math/big": true, "math/bits": true, "math/cmplx": true, "math/rand": true, "math/rand/v2": true,
	"os": true, "reflect": true, "regexp": true, "slices": true, "sort": true, "strconv": true, "strings": true, "sync": true,
	"sync/atomic": true, "text/tabwriter": true, "time": true, "unicode": true, "unicode/utf16": true, "unicode/utf8": true,
	"crypto/md5": true, "crypto/sha1": true, "crypto/sha256": true, "crypto/sha512": true}

// manner decides how an answer may be built. What is not known to keep to itself is
// built alone. The compiler has the last word: what it refuses in a batch is built
// alone as well.
func (a *answer) manner(e *exam, t *toolchain) manner {
	if a.file == nil || a.broken || a.directive || a.twice || a.merge || a.entry == "" || len(a.src) > maxMerged {
		return alone
	}
	if !a.importsHarmless(t) || !a.tame() {
		return alone
	}
	m := merged
	if e.given != nil {
		m = apart
	}
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
	if m == merged && a.ambiguous() {
		return apart
	}
	return m
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
		if path == "reflect" {
			a.reflect = name
		}
		if name == "." || name == "_" || a.declared[name] || strings.HasPrefix(name, bridgePrefix) {
			return false
		}
	}
	return true
}

// tame reports whether the answer has neither goroutines of its own nor a way around
// Go's types. With either a program can read and write all memory of its process (two
// goroutines by a data race), and find there what its neighbours are made of.
func (a *answer) tame() bool {
	ok := true
	ast.Inspect(a.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			ok = false
		case *ast.SelectorExpr:
			x, _ := n.X.(*ast.Ident)
			fromReflect := x != nil && a.reflect != "" && x.Name == a.reflect
			ok = ok && n.Sel.Name != "AfterFunc" && n.Sel.Name != "Go" && (!fromReflect || n.Sel.Name == "DeepEqual")
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
			if reserved(s.Name.Name) || s.Name.Name == "init" || s.Name.Name == "main" || a.holdsArray(s) {
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
				if !idle(s) {
					return alone
				}
			}
		}
	}
	return m
}

// holdsArray reports whether a type has an array in it: a variable of it might take
// memory in the processes of others.
func (a *answer) holdsArray(n ast.Node) (found bool) {
	ast.Inspect(n, func(n ast.Node) bool {
		t, ok := n.(*ast.ArrayType)
		found = found || ok && t.Len != nil
		return !found
	})
	return found
}

// idle reports whether a variable's declaration does no work, and takes no memory to
// speak of, when a program starts: literals and errors.New.
func idle(s *ast.ValueSpec) bool {
	ok, inType := true, true
	check := func(n ast.Node) bool {
		switch n := n.(type) {
		case nil, *ast.Ident, *ast.BasicLit, *ast.KeyValueExpr, *ast.MapType, *ast.StructType, *ast.FieldList, *ast.Field,
			*ast.InterfaceType, *ast.FuncType, *ast.ParenExpr, *ast.Ellipsis, *ast.ChanType:
		case *ast.StarExpr:
			ok = ok && inType
		case *ast.UnaryExpr:
			ok = ok && n.Op != token.ARROW
		case *ast.BinaryExpr:
			_, x := n.X.(*ast.BasicLit)
			_, y := n.Y.(*ast.BasicLit)
			ok = ok && x && y && (n.Op == token.ADD || n.Op == token.SUB || n.Op == token.MUL)
		case *ast.ArrayType:
			ok = ok && n.Len == nil
		case *ast.CompositeLit:
			ok = ok && !indexed(n)
		case *ast.SelectorExpr:
			x, is := n.X.(*ast.Ident)
			ok = ok && is && harmless[x.Name] // a type or constant of a package, such as sync.Mutex
		case *ast.CallExpr:
			f, is := n.Fun.(*ast.SelectorExpr)
			if is {
				x, isName := f.X.(*ast.Ident)
				is = isName && x.Name == "errors" && f.Sel.Name == "New" && len(n.Args) == 1
			}
			ok = ok && is
		default:
			ok = false
		}
		return ok
	}
	if s.Type != nil {
		ast.Inspect(s.Type, check)
	}
	inType = false
	for _, v := range s.Values {
		ast.Inspect(v, check)
	}
	return ok
}

// indexed reports whether a slice literal gives indexes: []int{1e9: 1} is short to
// write.
func indexed(c *ast.CompositeLit) bool {
	t, ok := c.Type.(*ast.ArrayType)
	if _, named := c.Type.(*ast.Ident); !ok && !named && c.Type != nil {
		return false // a map, or a type of another package
	}
	for _, x := range c.Elts {
		kv, keyed := x.(*ast.KeyValueExpr)
		if !keyed {
			continue
		}
		if _, field := kv.Key.(*ast.Ident); !field || ok && t.Len == nil {
			return true
		}
	}
	return false
}

// ambiguous reports whether a key of a composite literal goes by the name of a
// package-level declaration: without types nobody knows whether it is a field.
func (a *answer) ambiguous() (found bool) {
	ast.Inspect(a.file, func(n ast.Node) bool {
		if c, ok := n.(*ast.CompositeLit); ok {
			for _, x := range c.Elts {
				if kv, ok := x.(*ast.KeyValueExpr); ok {
					if id, ok := kv.Key.(*ast.Ident); ok && a.declared[id.Name] {
						found = true
					}
				}
			}
		}
		return !found
	})
	return found
}

// renamed is the source with the suffix added to every package-level name. Names are
// resolved by the parser, by scope; where that is not sure (see ambiguous) an answer
// is not renamed.
func (a *answer) renamed(suffix string) string {
	edits := a.edits
	ast.Inspect(a.file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name != "_" && id.Obj != nil && a.file.Scope.Objects[id.Name] == id.Obj {
			end := a.offset(id.End())
			edits = append(edits[:len(edits):len(edits)], edit{end, end, suffix})
		}
		return true
	})
	return string(apply(a.src, edits))
}

// accessor is a function that gives the driver an answer that is built with others.
// It mentions no predeclared identifier.
func (e *exam) accessor(name, entry, cases, tests string) string {
	program := "Sentinels: " + cases + ".Sentinels()"
	if len(e.entries) > 0 {
		program += ", Calls: " + cases + ".Calls(" + strings.Repeat(", "+entry, len(e.entries))[2:] + ")"
	}
	if e.task.Test != nil {
		program += fmt.Sprintf(", Test: %s.%s(%s)", tests, driveTest, entry)
	}
	return fmt.Sprintf("func %s() %sdriver.Program { return %sdriver.Program{%s} }\n", name, bridgePrefix, bridgePrefix, program)
}
