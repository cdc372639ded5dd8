package gotest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
	"strconv"
	"strings"
)

// Answer is a program to be judged.
type Answer struct {
	// Record is the task's.
	Record Record
	// Examples says that the record's example test is run as well, before the test.
	Examples bool
	// Given are declarations that the task gives, with their imports. Those that the
	// code has itself are left out.
	Given string
	// Code is the text of a Go file, whose package clause may be missing.
	Code string
}

// files are the files to test, by name.
func (a Answer) files() (map[string]string, error) {
	test, err := testFile(a.tests(), a.Record.TestSetup, inMain(a.Record.Import), upstreamImports)
	if err != nil {
		return nil, fmt.Errorf("task %s: %w", a.Record.ID, err)
	}
	files := map[string]string{"answer.go": inMain(a.Code), "main_test.go": test}
	given, err := a.given()
	if err != nil {
		return nil, fmt.Errorf("task %s: given declarations: %w", a.Record.ID, err)
	}
	if given != "" {
		files["given.go"] = given
	}
	return files, nil
}

// tests are the test functions. That of the examples has the other's name, and so gets
// another.
func (a Answer) tests() string {
	if !a.Examples || strings.TrimSpace(a.Record.ExampleTest) == "" {
		return a.Record.Test
	}
	return strings.Replace(a.Record.ExampleTest, "func Test", "func TestExample_", 1) + "\n" + a.Record.Test
}

// inMain makes a file part of package main: it replaces the name in the package
// clause, or adds one.
func inMain(code string) string {
	code = strings.TrimPrefix(code, "\uFEFF")
	file := token.NewFileSet().AddFile("", -1, len(code))
	var s scanner.Scanner
	s.Init(file, []byte(code), nil, 0)
	if _, tok, _ := s.Scan(); tok != token.PACKAGE {
		return "package main;" + code
	}
	pos, tok, name := s.Scan()
	if tok != token.IDENT {
		return code // the compiler will say so
	}
	return code[:file.Offset(pos)] + "main" + code[file.Offset(pos)+len(name):]
}

// upstreamImports are what HumanEval-X adds where a program names them. Some tests
// count on it.
const upstreamImports = `package main

import ("bytes"; "crypto/md5"; "fmt"; "math"; "math/rand"; "regexp"; "sort"; "strconv"; "strings"; "time")
`

// testFile makes a file of tests, with those imports of other files that they use.
func testFile(tests string, setups ...string) (string, error) {
	fset := token.NewFileSet()
	body, err := parser.ParseFile(fset, "test", "package main;"+tests, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	var imports []*ast.ImportSpec
	for _, setup := range setups {
		head, err := parser.ParseFile(fset, "setup", setup, parser.ImportsOnly)
		if err != nil {
			return "", err
		}
		imports = append(imports, head.Imports...)
	}
	return "package main\n" + needed(imports, body) + tests, nil
}

// needed writes those imports that the selectors of code need, each once.
func needed(imports []*ast.ImportSpec, code ...ast.Node) string {
	used := map[string]bool{}
	for _, c := range code {
		ast.Inspect(c, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok {
					used[x.Name] = true
				}
			}
			return true
		})
	}
	var b strings.Builder
	for _, spec := range imports {
		name, alias := "", ""
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			name = path.Base(p)
		}
		if spec.Name != nil {
			name, alias = spec.Name.Name, spec.Name.Name+" "
		}
		if used[name] {
			b.WriteString("import " + alias + spec.Path.Value + "\n")
		}
		delete(used, name)
	}
	return b.String()
}

// given is a file of the given declarations that the answer does not have itself;
// empty if there are none.
func (a Answer) given() (string, error) {
	if strings.TrimSpace(a.Given) == "" {
		return "", nil
	}
	src := "package main;" + a.Given
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "given", src, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	has := map[string]bool{}
	if own, err := parser.ParseFile(token.NewFileSet(), "", inMain(a.Code), parser.SkipObjectResolution); err == nil {
		for _, d := range own.Decls {
			for _, name := range declared(d) {
				has[name] = true
			}
		}
	}
	var kept []ast.Node
	text := ""
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			continue
		}
		if names := declared(d); len(names) > 0 && has[names[0]] {
			continue
		}
		kept = append(kept, d)
		text += src[fset.Position(d.Pos()).Offset:fset.Position(d.End()).Offset] + "\n"
	}
	if text == "" {
		return "", nil
	}
	return "package main\n" + needed(f.Imports, kept...) + text, nil
}

// declared lists the package-level names of a declaration.
func declared(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
			case *ast.ValueSpec:
				for _, n := range s.Names {
					names = append(names, n.Name)
				}
			}
		}
	}
	return names
}
