package datasets

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"

	"dialogo/datasets/gosrc"
)

// excused is a program in which the task's prompt stands, without the imports that it
// has from the prompt and does not use, and with those that a completion would be given.
// Any other is returned as it is. Lines keep their numbers, so that the compiler's
// words fit the sample's own text.
func (c completion) excused(code string) string {
	head, given := c.head()
	if !repeats(code, head) {
		return code
	}
	text := withClause(code)
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", text, 0)
	if err != nil {
		return code
	}
	unused, missing := c.imbalance(f, given)
	b := []byte(text)
	for _, n := range unused {
		for i := fset.Position(n.Pos()).Offset; i < fset.Position(n.End()).Offset; i++ {
			b[i] = ' '
		}
	}
	at := fset.Position(f.Name.End()).Offset
	out := string(b[:at]) + missing + string(b[at:])
	if _, err := parser.ParseFile(fset, "", out, parser.SkipObjectResolution); err != nil {
		return code
	}
	if text != code {
		out = strings.TrimPrefix(out[at:], "; ")
	}
	return out
}

// imbalance finds the specs or declarations of imports that a file has of those given
// and does not use, and writes declarations of those at hand that it lacks, to stand
// right behind its package clause.
func (c completion) imbalance(f *ast.File, given []gosrc.Import) (unused []ast.Node, missing string) {
	used := packages(f)
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.IMPORT {
			continue
		}
		for _, spec := range g.Specs {
			for _, i := range gosrc.Imports(&ast.File{Imports: []*ast.ImportSpec{spec.(*ast.ImportSpec)}}) {
				switch {
				case used[i.Local()], i.Name == ".", !slices.Contains(given, i):
				case g.Lparen.IsValid():
					unused = append(unused, spec)
				default:
					unused = append(unused, g)
				}
				delete(used, i.Local())
			}
		}
	}
	for _, i := range c.imports() {
		if used[i.Local()] {
			missing += "; import " + i.String()
			delete(used, i.Local())
		}
	}
	return unused, missing
}

// head is the prompt from behind its imports, and these.
func (c completion) head() (text string, imports []gosrc.Import) {
	text = withClause(c.prompt)
	fset := token.NewFileSet()
	f, _ := parser.ParseFile(fset, "", text, parser.ImportsOnly) // the prompt ends within a function
	if f == nil {
		return "", nil
	}
	end := f.Name.End()
	for _, d := range f.Decls {
		end = d.End()
	}
	return text[fset.Position(end).Offset:], gosrc.Imports(f)
}

// repeats reports whether a prompt's head stands in code: the same tokens and comments
// one after another. A head without a comment proves nothing, as every answer has the
// signature.
func repeats(code, head string) bool {
	want, comments := words(head)
	if comments == 0 {
		return false
	}
	have, _ := words(code)
	return strings.Contains(have, want)
}

// words writes the tokens of Go text one after another, so that layout makes no
// difference, and counts the comments among them.
func words(text string) (list string, comments int) {
	var b strings.Builder
	b.WriteByte(0)
	for t := range scan(text, scanner.ScanComments) {
		word := t.text
		switch {
		case t.tok == token.SEMICOLON: // most are line ends
			continue
		case t.tok == token.COMMENT:
			if word = strings.Join(strings.Fields(strings.Trim(word, "/*")), " "); word == "" {
				continue // gofmt adds and removes empty ones
			}
			comments++
		case word == "":
			word = t.tok.String()
		}
		b.WriteString(word + "\x00")
	}
	return b.String(), comments
}
