package bench

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
)

// stdPackages are the standard packages that a program names by the last element
// of their path, with the likelier of two (math/rand, text/template) first.
var stdPackages = []string{
	"bufio", "bytes", "cmp", "compress/gzip", "container/heap", "container/list", "container/ring", "context",
	"crypto/md5", "crypto/sha1", "crypto/sha256", "crypto/sha512", "encoding/base64", "encoding/binary",
	"encoding/csv", "encoding/hex", "encoding/json", "encoding/xml", "errors", "fmt", "hash/crc32", "hash/fnv",
	"html", "io", "iter", "log", "maps", "math", "math/big", "math/bits", "math/cmplx", "math/rand", "os", "path",
	"path/filepath", "reflect", "regexp", "runtime", "slices", "sort", "strconv", "strings", "sync", "sync/atomic",
	"text/tabwriter", "text/template", "time", "unicode", "unicode/utf16", "unicode/utf8", "unique", "unsafe",
}

// StdPackage is the import path of the standard package that code means by name,
// e.g. "math/rand" by "rand"; ok is false if there is none that is likely.
func StdPackage(name string) (path string, ok bool) {
	for _, p := range stdPackages {
		if p[strings.LastIndexByte(p, '/')+1:] == name {
			return p, true
		}
	}
	return "", false
}

// RepairImports adds missing imports of the standard library to the code found
// and removes unused ones. Code that does not parse is left as it is.
func RepairImports(x Extraction) Extraction {
	code, added := x.Code, false
	if strings.TrimSpace(code) == "" {
		return x
	}
	if !hasPackageClause(code) {
		code, added = "package answer\n\n"+code, true
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "answer.go", code, parser.ParseComments)
	if err != nil || !fixImports(fset, f) {
		return x
	}
	var b bytes.Buffer
	if err := format.Node(&b, fset, f); err != nil {
		return x
	}
	x.Code = b.String()
	if added {
		x.Code = strings.TrimLeft(strings.TrimPrefix(x.Code, "package answer\n"), "\n")
	}
	x.Notes = append(slices.Clone(x.Notes), "imports repaired")
	return x
}

// fixImports reports whether it changed anything.
func fixImports(fset *token.FileSet, f *ast.File) bool {
	changed := false
	used := selected(f)
	for _, spec := range slices.Clone(f.Imports) {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name, alias := path[strings.LastIndexByte(path, '/')+1:], ""
		if path == "math/rand/v2" {
			name = "rand"
		}
		if spec.Name != nil {
			name, alias = spec.Name.Name, spec.Name.Name
		}
		switch {
		case name == "_" || name == ".":
		case used[name]:
			delete(used, name)
		default:
			changed = astutil.DeleteNamedImport(fset, f, alias, path) || changed
		}
	}
	var names []string
	for n := range used {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		if path, ok := StdPackage(n); ok {
			changed = astutil.AddImport(fset, f, path) || changed
		}
	}
	return changed
}

// selected are the names x in x.Sel that the file itself does not declare.
func selected(f *ast.File) map[string]bool {
	unresolved := map[*ast.Ident]bool{}
	for _, id := range f.Unresolved {
		unresolved[id] = true
	}
	names := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := s.X.(*ast.Ident); ok && unresolved[id] {
				names[id.Name] = true
			}
		}
		return true
	})
	return names
}
