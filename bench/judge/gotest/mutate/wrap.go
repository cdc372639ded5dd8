package mutate

import (
	"go/ast"
	"go/token"
	"strings"
)

// wrap renames the entry function, adds declarations, and adds an entry function that
// calls it by way of them; or does nothing, if a layer would declare a name to avoid.
func (p *program) wrap() string {
	before := *p
	kind := p.tryWrap()
	if x := p.parse(); x != nil {
		for _, d := range x.file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
				continue
			}
			for name := range declared([]ast.Decl{d}) {
				if p.avoid[name] && name != p.entry {
					p.src, p.function = before.src, before.function
					return ""
				}
			}
		}
	}
	return kind
}

func (p *program) tryWrap() string {
	x := p.parse()
	if x == nil {
		return ""
	}
	fn := x.fn(p.entry)
	if fn == nil || fn.Type.TypeParams != nil || fn.Type.Results == nil {
		return ""
	}
	params, args, ok := p.parameters(x, fn.Type.Params)
	if !ok {
		return ""
	}
	results := p.src[x.at(fn.Type.Results.Pos()):x.at(fn.Type.Results.End())]
	l := one(p, layers())
	taken := x.declared()
	if p.rng.IntN(8) > 0 { // a parameter would hide it
		for _, name := range strings.Split(args, ", ") {
			taken[strings.TrimSuffix(name, "...")] = true
		}
	}
	pairs := []string{"$F", p.entry, "$P", params, "$R", results, "$A", args}
	inner := ""
	for _, hole := range []string{"$I", "$C", "$D", "$E", "$T", "$U", "$G", "$V"} {
		name := ""
		if hole == "$I" || strings.Contains(l.declare+l.body, hole) {
			name = p.fresh(taken)
		}
		if hole == "$I" {
			inner = name
		}
		pairs = append(pairs, hole, name)
	}
	pairs = append(pairs, "$L", one(p, append(p.locals(), inner, inner, p.entry, "l")))
	fill := strings.NewReplacer(pairs...)
	p.apply(change{x.at(fn.Name.Pos()), x.at(fn.Name.End()), inner})
	if p.function == p.entry {
		p.function = inner
	}
	p.place("func " + p.entry + "(" + params + ") " + results + " {\n" + fill.Replace(l.body) + "\n}\n")
	if l.declare != "" {
		p.place(fill.Replace(l.declare) + "\n")
	}
	p.imports(l.imports...)
	return l.kind
}

// parameters are a function's parameters and the arguments that hand them on; ok is
// false if some have no name.
func (p *program) parameters(x *parsed, list *ast.FieldList) (params, args string, ok bool) {
	var names []string
	for _, f := range list.List {
		if len(f.Names) == 0 {
			return "", "", false
		}
		for _, n := range f.Names {
			if n.Name == "_" {
				return "", "", false
			}
			names = append(names, n.Name)
		}
		if _, variadic := f.Type.(*ast.Ellipsis); variadic {
			names[len(names)-1] += "..."
		}
	}
	return p.src[x.at(list.Opening)+1 : x.at(list.Closing)], strings.Join(names, ", "), true
}

// place adds declarations before or after all others, but after the imports.
func (p *program) place(text string) {
	at := 0
	if x := p.parse(); x != nil && p.rng.IntN(2) == 0 {
		for _, s := range x.file.Decls {
			if g, ok := s.(*ast.GenDecl); !ok || len(g.Specs) == 0 || !isImport(g.Specs[0]) {
				break
			}
			at = x.at(s.End())
		}
		if at > 0 {
			at += strings.Index(p.src[at:]+"\n", "\n")
		}
		p.apply(change{min(at, len(p.src)), min(at, len(p.src)), "\n" + text})
		return
	}
	p.src = strings.TrimRight(p.src, "\n") + "\n\n" + text
}

func isImport(s ast.Spec) bool {
	_, is := s.(*ast.ImportSpec)
	return is
}
