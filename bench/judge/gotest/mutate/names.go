package mutate

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
)

// awkward are names for package-level declarations.
func awkward() (plain, predeclared []string) {
	plain = []string{"helper", "inner", "solve", "Sum", "x", "i", "n", "s", "a", "res", "result", "key", "value", "node", "T", "k", "p",
		"abs", "été", "世界", "_x", "x_", "answer", "cases", "driver", "dialogo", "dialogo_main", "dialogocases", "Dialogo", "main2", "init2",
		"a0", "z9", "strings", "math", "sort", "fmt", "os", "runtime", "unsafe", "reflect", "errors"}
	predeclared = []string{"max", "min", "len", "cap", "copy", "print", "println", "new", "append", "panic", "recover", "close", "clear", "delete",
		"make", "complex", "real", "imag", "string", "int", "true", "false", "nil", "error", "any", "iota", "byte", "rune", "bool", "float64",
		"comparable", "uint8", "int64"}
	return plain, predeclared
}

// locals are the names that the functions declare within themselves.
func (p *program) locals() []string {
	x := p.parse()
	if x == nil {
		return nil
	}
	var names []string
	for id, obj := range resolve(x).Defs {
		if obj != nil && obj.Parent() != obj.Pkg().Scope() && id.Name != "_" {
			names = append(names, id.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// fresh is a name that is not declared at package level and need not be avoided. It
// may well be declared in some function, or predeclared.
func (p *program) fresh(taken map[string]bool) string {
	plain, predeclared := awkward()
	locals := p.locals()
	for range 1000 {
		var name string
		switch n := p.rng.IntN(20); {
		case n < 15 || n < 19 && len(locals) == 0:
			name = one(p, plain)
		case n < 19:
			name = one(p, locals)
		default:
			name = one(p, predeclared)
		}
		if !taken[name] && !p.avoid[name] && name != p.entry {
			taken[name] = true
			return name
		}
	}
	return "f" + string(rune('a'+len(taken)%26))
}

// declared are the package-level names and imports of the text.
func (x *parsed) declared() map[string]bool {
	names := declared(x.file.Decls)
	for _, s := range x.file.Imports {
		name := path.Base(s.Path.Value[1 : len(s.Path.Value)-1])
		if s.Name != nil {
			name = s.Name.Name
		}
		names[name] = true
	}
	return names
}

// declared are the package-level names of declarations.
func declared(decls []ast.Decl) map[string]bool {
	names := map[string]bool{}
	for _, d := range decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				names[d.Name.Name] = true
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					names[s.Name.Name] = true
				case *ast.ValueSpec:
					for _, n := range s.Names {
						names[n.Name] = true
					}
				}
			}
		}
	}
	return names
}

// resolve finds what names mean, with imports that are empty packages: what comes
// from an import is unknown, everything else is exact.
func resolve(x *parsed) *types.Info {
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: hollow{}, Error: func(error) {}}
	_, _ = conf.Check("p", x.fset, []*ast.File{x.file}, info) // errors are expected
	return info
}

type hollow struct{}

// Import implements types.Importer.
func (hollow) Import(p string) (*types.Package, error) {
	pkg := types.NewPackage(p, path.Base(p))
	pkg.MarkComplete()
	return pkg, nil
}

// rename gives a local variable, constant, type, label, field or parameter the name of
// something declared at package level, or any other.
func (p *program) rename() string {
	x := p.parse()
	if x == nil {
		return ""
	}
	info := resolve(x)
	var objects []types.Object
	for id, obj := range info.Defs {
		if obj != nil && obj.Parent() != obj.Pkg().Scope() && id.Name != "_" && !isMethod(obj) {
			objects = append(objects, obj)
		}
	}
	if len(objects) == 0 {
		return ""
	}
	slices.SortFunc(objects, func(a, b types.Object) int { return int(a.Pos() - b.Pos()) })
	obj := one(p, objects)
	var names []string
	for name := range x.declared() {
		names = append(names, name)
	}
	slices.Sort(names)
	plain, predeclared := awkward()
	name := one(p, [][]string{names, names, names, plain, predeclared}[p.rng.IntN(5)])
	if !token.IsIdentifier(name) {
		return ""
	}
	var changes []change
	for _, m := range []map[*ast.Ident]types.Object{info.Defs, info.Uses} {
		for id, o := range m {
			if o == obj {
				changes = append(changes, change{x.at(id.Pos()), x.at(id.End()), name})
			}
		}
	}
	p.apply(changes...)
	return "local renamed to " + name
}

func isMethod(obj types.Object) bool {
	_, is := obj.(*types.Func)
	return is
}
