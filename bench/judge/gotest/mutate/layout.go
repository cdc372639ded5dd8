package mutate

import (
	"fmt"
	"go/scanner"
	"go/token"
	"strings"
)

// layout changes how a program looks, and with directives now and then what it means.
func (p *program) layout() string {
	all := []struct {
		kind   string
		change func()
	}{
		{"package clause", func() { p.clause("package " + one(p, []string{"main", "foo", "p", "main_test", "answer", "x"}) + "\n") }},
		{"package clause on one line", func() { p.clause("/* a */ package /* b */ main; ") }},
		{"package clause and documentation", func() { p.clause("// Package x does it.\npackage x\n") }},
		{"build constraint that holds", func() {
			p.clause("//go:build " + one(p, []string{"linux || !linux", "go1.18", "!ignore"}) + "\n\npackage main\n")
		}},
		{"build constraint on a version", func() {
			p.place("func init() { var f [2]func() int; for i := 0; i < 2; i++ { f[i] = func() int { return i } }; if f[0]() != 0 { panic(f[0]()) } }\n")
			p.clause("//go:build go1." + one(p, []string{"17", "20", "21", "22"}) + "\n\npackage main\n")
		}},
		{"build constraint that does not hold", func() {
			p.clause("//go:build ignore\n\npackage main\n")
			p.known = "go test leaves out files whose build constraint does not hold; here an answer is one file, which is compiled"
		}},
		{"Windows line endings", func() { p.src = strings.ReplaceAll(p.src, "\n", "\r\n") }},
		{"byte order mark", func() { p.src = "\uFEFF" + strings.TrimPrefix(p.src, "\uFEFF") }},
		{"comments everywhere", p.comment},
		{"comment at the end", func() { p.src = strings.TrimRight(p.src, "\n") + " // func " + p.entry + "() {}" }},
		{"directives", func() {
			p.src = strings.ReplaceAll(p.src, "\nfunc ", "\n"+one(p, []string{"//go:noinline", "//go:norace", "//go:fix inline", "// +build ignore", "//line x.go:7", "//line /etc/passwd:1:1", "//nolint"})+"\nfunc ")
		}},
		{"line directive within a line", func() { p.src = strings.Replace(p.src, "return ", "/*line y.go:3:4*/return ", 1) }},
		{"no line end at the end", func() { p.src = strings.TrimRight(p.src, "\n") }},
		{"blank lines", func() { p.src = "\n\n\n" + strings.ReplaceAll(p.src, "\n", "\n\n") + "\n\n" }},
		{"no indentation", func() { p.src = strings.ReplaceAll(p.src, "\n\t", "\n") }},
	}
	c := one(p, all)
	c.change()
	return c.kind
}

// clause puts a package clause before a program that has none.
func (p *program) clause(text string) {
	if p.parse() == nil || strings.HasPrefix(p.src, "\uFEFF") {
		return
	}
	p.src = text + p.src
}

// comment puts comments between tokens, without breaking lines.
func (p *program) comment() {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(p.src))
	s.Init(file, []byte(p.src), nil, 0)
	var b strings.Builder
	done := 0
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		at := file.Offset(pos)
		if tok == token.SEMICOLON && lit == "\n" || p.rng.IntN(4) > 0 || at < done || strings.Contains(p.src[done:at], "//") {
			continue
		}
		b.WriteString(p.src[done:at])
		fmt.Fprintf(&b, "/*%s*/", one(p, []string{"", " a ", " func f() { ", " ` ", " \" ", " // ", "世"}))
		done = at
	}
	p.src = b.String() + p.src[done:]
}
