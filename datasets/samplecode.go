package datasets

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"dialogo/bench"
	"dialogo/datasets/gosrc"
)

// maxCode is the length in bytes from which on text is not looked into: no program is
// so long, and the judge refuses it.
const maxCode = 4 << 20

// Code is the program that the sample's text stands for as an answer to its task,
// and by which rule; see the package comment. It never judges: text that is no Go is
// returned as it is, so that the compiler can say why. Blank text has no code.
func (s Sample) Code(t *bench.Task) bench.Extraction {
	text := strings.TrimPrefix(s.Text, "\ufeff")
	if rest, echoed := strings.CutPrefix(text, s.Prompt); echoed && !s.Whole && strings.TrimSpace(rest) != "" {
		text = rest
	}
	if strings.TrimSpace(text) == "" {
		return bench.Extraction{Rule: "none"}
	}
	if len(text) > maxCode || strings.IndexByte(text, 0) >= 0 {
		return written(text)
	}
	c := completion{task: t, prompt: s.Prompt}
	x := c.code(text, s.Whole)
	x.Code = c.excused(x.Code)
	return x
}

// completion makes a program of text that may go on behind a task's prompt.
type completion struct {
	task   *bench.Task
	prompt string
}

// code is that program.
func (c completion) code(text string, whole bool) bench.Extraction {
	switch {
	case parses(text) && (whole || declaresEntry(text, c.task.Entry)):
		return c.program(text, whole)
	case whole && fenced(text):
		return bench.Extract(text, c.task)
	case whole:
		return written(text)
	}
	return c.extraction(text)
}

// extraction takes the text before a fence if it is the function's body; else what
// the fences hold, if there are any.
func (c completion) extraction(text string) bench.Extraction {
	before, _, _ := strings.Cut(text, "```")
	if code, ok := c.join(before); ok {
		return bench.Extraction{Code: code, Rule: "text/body"}
	}
	if !fenced(text) && !declaresEntry(text, c.task.Entry) {
		code, _ := c.join(text)
		return bench.Extraction{Code: code, Rule: "text/body"}
	}
	x := bench.Extract(text, c.task)
	container, form, _ := strings.Cut(x.Rule, "/")
	switch {
	case form == "body":
		x.Code = c.withImports(x.Code)
	case form == "function" && declaresEntry(x.Code, c.task.Entry):
		x.Code = c.withImports(x.Code)
	case form == "function": // as far as bench knows: a body with declarations in it, say
		if code, ok := c.join(x.Code); ok {
			x.Code, x.Rule = code, container+"/body"
		}
	}
	return x
}

// program is text that is a Go file by itself. A completion without a package clause
// and imports stands below those of the prompt.
func (c completion) program(text string, whole bool) bench.Extraction {
	x := written(text)
	if !whole && x.Rule == "text/function" {
		x.Code = c.withImports(text)
	}
	return x
}

// written is text as it is.
func written(text string) bench.Extraction {
	if hasClause(text) {
		return bench.Extraction{Code: text, Rule: "text/file"}
	}
	return bench.Extraction{Code: text, Rule: "text/function"}
}

// join puts statements into the task's function, up to the brace that closes it, and
// adds that brace if it is missing. Of the declarations behind it those are kept that
// the function needs. It is not ok if the outcome does not parse or does nothing.
func (c completion) join(text string) (code string, ok bool) {
	head, depth := c.task.Signature+" {\n", 1
	if strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") {
		head, depth = c.task.Signature+" ", 0
	}
	end, depth := bodyEnd(text, depth)
	body, rest := text, ""
	switch {
	case end >= 0:
		body, rest = text[:end], text[end:]
	case depth == 1:
		body = strings.TrimRight(text, " \t\r\n") + "\n}"
	}
	fn := head + strings.TrimLeft(body, "\r\n") + "\n"
	f, err := parseText(fn, parser.SkipObjectResolution)
	if err != nil {
		return head + strings.TrimLeft(text, "\r\n"), false
	}
	for _, d := range needed(rest, f) {
		fn += "\n" + d + "\n"
	}
	return c.withImports(fn), acts(f)
}

// bodyEnd is the offset behind the brace that closes a function whose body text is,
// with so many braces open before it; -1, and how many are open at the end, if none does.
func bodyEnd(text string, open int) (end, depth int) {
	for t := range tokens(text) {
		switch t.tok {
		case token.LBRACE:
			open++
		case token.RBRACE:
			if open--; open == 0 {
				return t.offset + 1, 0
			}
		}
	}
	return -1, open
}

// acts reports whether the function of a file has a statement in it that does
// something. A line of prose can parse as a name, or a label.
func acts(f *ast.File) bool {
	fn, ok := f.Decls[0].(*ast.FuncDecl)
	return ok && fn.Body != nil && slices.ContainsFunc(fn.Body.List, does)
}

func does(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.EmptyStmt:
		return false
	case *ast.LabeledStmt:
		return does(s.Stmt)
	case *ast.ExprStmt:
		_, call := s.X.(*ast.CallExpr)
		return call
	}
	return true
}

// withImports adds to code without imports those at hand that it uses: the prompt's,
// those of the task's given code and reference, and HumanEval-X's own. Code that does
// not parse is left to the compiler.
func (c completion) withImports(code string) string {
	f, err := parseText(code, 0)
	if err != nil || len(f.Imports) > 0 || hasClause(code) {
		return code
	}
	used := packages(f)
	var list []gosrc.Import
	for _, i := range c.imports() {
		if used[i.Local()] {
			list = append(list, i)
			delete(used, i.Local())
		}
	}
	return gosrc.WithImports(gosrc.Union(list), code)
}

// imports are those at hand, of two with one name the likelier first.
func (c completion) imports() []gosrc.Import {
	var all []gosrc.Import
	for _, text := range []string{c.prompt, c.task.Context, c.task.Reference} {
		if f, _ := parseText(text, parser.ImportsOnly); f != nil {
			all = append(all, gosrc.Imports(f)...)
		}
	}
	all = slices.DeleteFunc(all, func(i gosrc.Import) bool { return !i.Std() })
	return append(all, upstreamImports()...)
}

// packages are the names that a file uses as packages are used. It goes by the parser
// alone: a type checker could be kept busy by text that is not trusted.
func packages(f *ast.File) map[string]bool {
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

// fenced reports whether text has what could be a fenced block, or thinking before it.
func fenced(text string) bool {
	return strings.Contains(text, "```") || strings.Contains(text, "~~~") || strings.Contains(text, "</think")
}

// declaresEntry reports whether text declares the function at the top level, also
// where it does not parse.
func declaresEntry(text, entry string) bool {
	return regexp.MustCompile(`(?m)^[ \t]*(func|var)[ \t]+` + regexp.QuoteMeta(entry) + `\b[ \t]*[\[(=f]`).MatchString(text)
}

// parses reports whether text is a Go file, with or without a package clause, that
// declares something.
func parses(text string) bool {
	f, err := parseText(text, parser.SkipObjectResolution)
	return err == nil && len(f.Decls) > 0
}

// parseText parses a Go file with or without its package clause.
func parseText(text string, mode parser.Mode) (*ast.File, error) {
	return parser.ParseFile(token.NewFileSet(), "", withClause(text), mode)
}

// withClause is text with a package clause, if it has none, in front of its first line.
func withClause(text string) string {
	if hasClause(text) {
		return text
	}
	return "package answer; " + text
}

// hasClause reports whether the first token is the word package.
func hasClause(text string) bool {
	for t := range tokens(text) {
		return t.tok == token.PACKAGE
	}
	return false
}

// lexeme is a token of a text, where it begins, and its text if its kind does not say it.
type lexeme struct {
	tok    token.Token
	offset int
	text   string
}

// tokens scans text without its comments; what is no Go comes as ILLEGAL.
func tokens(text string) func(func(lexeme) bool) { return scan(text, 0) }

func scan(text string, mode scanner.Mode) func(func(lexeme) bool) {
	return func(yield func(lexeme) bool) {
		var s scanner.Scanner
		file := token.NewFileSet().AddFile("", -1, len(text))
		s.Init(file, []byte(text), nil, mode)
		for {
			pos, tok, lit := s.Scan()
			if tok == token.EOF || !yield(lexeme{tok, file.Offset(pos), lit}) {
				return
			}
		}
	}
}
