// Package mutate makes odd programs out of reference solutions, to find out whether
// two judges agree about them.
//
// A program is made by changes of four kinds, drawn from a seeded source:
//
//   - edits of the function itself, as programmers err: another operator, a constant
//     off by one, a condition the wrong way round, a statement left out;
//   - layers around it: the reference gets another name and a new entry function calls
//     it, by a method value, a closure, a generic function, a table indexed by
//     constants … under names that are used for something else nearby;
//   - faults that a compiler should find;
//   - layout: package clauses, comments, directives, line endings.
//
// The layers are many, and their names few and awkward (predeclared ones, those of
// local variables, labels and fields), because dialogo's judge renames package-level
// declarations to merge answers: each program is an attempt to have it rename too
// much or too little.
package mutate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"slices"
	"strings"
)

// Program is a mutated reference.
type Program struct {
	// Code is the text of a Go file.
	Code string
	// Kinds says what was changed.
	Kinds []string
	// Known, if not empty, says why judges may differ about the program.
	Known string
}

// New makes a program of a reference solution, the text of a Go file without package
// clause that declares the entry function. Names in avoid are not declared at
// package level: the names a test uses, which means its own. Equal sources give equal
// programs.
func New(rng *rand.Rand, entry, reference string, avoid map[string]bool) Program {
	p := &program{rng: rng, src: reference, entry: entry, avoid: avoid, function: entry}
	repeat := func(change func(*program) string, weights ...int) {
		for range p.pick(weights) {
			if kind := change(p); kind != "" {
				p.kinds = append(p.kinds, kind)
			}
		}
	}
	repeat((*program).edit, 6, 3, 1)
	repeat((*program).wrap, 2, 3, 3, 2, 1)
	repeat((*program).rename, 2, 1, 1)
	repeat((*program).spoil, 18, 3, 1)
	repeat((*program).layout, 2, 2, 1)
	return Program{Code: p.src, Kinds: p.kinds, Known: p.known}
}

// program is one that is being made.
type program struct {
	rng   *rand.Rand
	src   string
	entry string
	avoid map[string]bool
	kinds []string
	known string
	// function is the function whose body is the reference's; wrapping renames it.
	function string
}

// pick draws an index, each as likely as its weight.
func (p *program) pick(weights []int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := p.rng.IntN(sum)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	return 0
}

// one draws an element.
func one[T any](p *program, list []T) T { return list[p.rng.IntN(len(list))] }

// clause makes a file of text that has no package clause.
const clause = "package p;"

// parsed is the text's syntax tree; nil once it has none.
type parsed struct {
	fset *token.FileSet
	file *ast.File
}

func (p *program) parse() *parsed {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", clause+p.src, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return nil
	}
	return &parsed{fset, f}
}

// at is where a position lies in the text.
func (x *parsed) at(pos token.Pos) int { return x.fset.PositionFor(pos, false).Offset - len(clause) }

func (x *parsed) fn(name string) *ast.FuncDecl {
	for _, d := range x.file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == name && fn.Body != nil {
			return fn
		}
	}
	return nil
}

// change is a replacement of a part of the text.
type change struct {
	from, to int
	text     string
}

func (p *program) apply(changes ...change) {
	slices.SortFunc(changes, func(a, b change) int { return b.from - a.from })
	for _, c := range changes {
		p.src = p.src[:c.from] + c.text + p.src[c.to:]
	}
}

// imports adds imports, unless the file has them under these names.
func (p *program) imports(specs ...string) {
	for _, s := range specs {
		if !strings.Contains(p.src, "import "+s+"\n") && !strings.Contains(p.src, "\t"+s+"\n") {
			p.src = "import " + s + "\n" + p.src
		}
	}
}
