package gosrc

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"go/types"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Import is one import of a file.
type Import struct {
	// Name is the local name, empty if it is the package's own.
	Name string
	// Path is the import path, e.g. "math/rand".
	Path string
}

var versionElement = regexp.MustCompile(`^v[0-9]+$`)

// PackageName is the name a path is known by in code, unless it is renamed: its
// last element that is no version.
func PackageName(importPath string) string {
	name := path.Base(importPath)
	if versionElement.MatchString(name) {
		name = path.Base(path.Dir(importPath))
	}
	return name
}

// Local is the name the import has in the file.
func (i Import) Local() string {
	if i.Name != "" {
		return i.Name
	}
	return PackageName(i.Path)
}

// Std reports whether the path can only be one of the standard library.
func (i Import) Std() bool {
	first, _, _ := strings.Cut(i.Path, "/")
	return !strings.Contains(first, ".")
}

// String writes the import as in a file.
func (i Import) String() string {
	return strings.TrimSpace(i.Name + " " + strconv.Quote(i.Path))
}

// Imports lists the imports of a file.
func Imports(f *ast.File) []Import {
	var out []Import
	for _, s := range f.Imports {
		p, err := strconv.Unquote(s.Path.Value)
		if err != nil {
			continue // the parser has refused it
		}
		i := Import{Path: p}
		if s.Name != nil {
			i.Name = s.Name.Name
		}
		out = append(out, i)
	}
	return out
}

// Union joins lists of imports, sorted by path. Where two have one local name, as
// no file can, the first stays.
func Union(lists ...[]Import) []Import {
	all := slices.Concat(lists...)
	slices.SortFunc(all, func(a, b Import) int {
		if c := strings.Compare(a.Path, b.Path); c != 0 {
			return c
		}
		return strings.Compare(a.Name, b.Name)
	})
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(i Import) bool {
		twice := seen[i.Local()]
		seen[i.Local()] = true
		return twice
	})
}

// WithImports puts an import declaration before code that has none.
func WithImports(list []Import, code string) string {
	code = strings.TrimLeft(code, "\n")
	switch len(list) {
	case 0:
		return code
	case 1:
		return "import " + list[0].String() + "\n\n" + code
	}
	var b strings.Builder
	b.WriteString("import (\n")
	for _, i := range list {
		b.WriteString("\t" + i.String() + "\n")
	}
	b.WriteString(")\n\n" + code)
	return b.String()
}

// Needed picks from the imports at hand those that code (without imports) uses.
// Code that does not parse keeps every import whose name stands before a dot.
func Needed(code string, atHand []Import) []Import {
	atHand = Union(atHand)
	fset, f, err := Parse(WithImports(atHand, code))
	if err != nil {
		return mentioned(code, atHand)
	}
	used := map[string]bool{}
	for _, obj := range Resolve(fset, f).Uses {
		if p, ok := obj.(*types.PkgName); ok {
			used[p.Imported().Path()] = true
		}
	}
	return slices.DeleteFunc(atHand, func(i Import) bool { return !used[i.Path] })
}

// mentioned scans code that does not parse for names followed by a dot.
func mentioned(code string, atHand []Import) []Import {
	fset := token.NewFileSet()
	var s scanner.Scanner
	s.Init(fset.AddFile("", fset.Base(), len(code)), []byte(code), func(token.Position, string) {}, 0)
	names, last := map[string]bool{}, ""
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		if tok == token.PERIOD && last != "" {
			names[last] = true
		}
		last = ""
		if tok == token.IDENT {
			last = lit
		}
	}
	return slices.DeleteFunc(slices.Clone(atHand), func(i Import) bool { return !names[i.Local()] })
}

// Resolve finds what each name of a file means, with go/types, against hollow
// packages: imports exist but are empty. So local names, declarations and imports
// are resolved exactly; types that come from an import are unknown. Type errors
// are ignored.
func Resolve(fset *token.FileSet, f *ast.File) *types.Info {
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{},
		Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: hollow{}, Error: func(error) {}}
	_, _ = conf.Check("task", fset, []*ast.File{f}, info) // errors are expected: the imports are hollow
	return info
}

// hollow imports every path as an empty package.
type hollow struct{}

var _ types.Importer = hollow{}

// Import implements types.Importer.
func (hollow) Import(p string) (*types.Package, error) {
	if p == "unsafe" {
		return types.Unsafe, nil
	}
	pkg := types.NewPackage(p, PackageName(p))
	pkg.MarkComplete()
	return pkg, nil
}
