package gosrc

import (
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
)

// clause makes a file of text that has no package clause. It ends in no newline,
// so that line numbers stay those of the text.
const clause = "package task; "

// Parse parses the text of a Go file without its package clause. Positions count
// from the text's own first line; the error is an [*Error].
func Parse(text string) (*token.FileSet, *ast.File, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", clause+text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return fset, f, lineError(err)
	}
	return fset, f, nil
}

// Error is a mistake in a text, at a line counted from 1.
type Error struct {
	Line    int
	Message string
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// lineError cuts a parser's error list to its first message.
func lineError(err error) error {
	if list, ok := errors.AsType[scanner.ErrorList](err); ok && len(list) > 0 {
		return &Error{Line: list[0].Pos.Line, Message: list[0].Msg}
	}
	return &Error{Line: 1, Message: err.Error()}
}

// CutPackage takes the package clause, and what stands before it, off a Go file.
// It also returns the package's name.
func CutPackage(src string) (text, name string, err error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return "", "", lineError(err)
	}
	rest := src[fset.Position(f.Name.End()).Offset:]
	rest = strings.TrimSpace(strings.TrimPrefix(strings.TrimLeft(rest, " \t"), ";"))
	return rest + "\n", f.Name.Name, nil
}

// Func finds the declaration of a plain function in a file; nil if it has none.
func Func(f *ast.File, name string) *ast.FuncDecl {
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == name {
			return fn
		}
	}
	return nil
}

// Unexported is the first package-level name of a file that is not exported;
// empty if there is none. Methods do not count.
func Unexported(f *ast.File) string {
	for _, d := range f.Decls {
		for _, id := range declared(d) {
			if !id.IsExported() && id.Name != "_" {
				return id.Name
			}
		}
	}
	return ""
}

// declared lists the package-level names that a declaration introduces.
func declared(d ast.Decl) []*ast.Ident {
	var ids []*ast.Ident
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			ids = append(ids, d.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				ids = append(ids, s.Name)
			case *ast.ValueSpec:
				ids = append(ids, s.Names...)
			}
		}
	}
	return ids
}

// Format writes text as gofmt does. Text that does not parse is only trimmed.
func Format(text string) string {
	b, err := format.Source([]byte(text))
	if err != nil {
		b = []byte(text)
	}
	return strings.TrimSpace(string(b)) + "\n"
}

// Split splits a list of expressions at its commas. dots is set when "..." follows
// the last, as in the arguments of a variadic call. The error is an [*Error].
func Split(list string) (exprs []string, dots bool, err error) {
	const open = "f("
	text := open + list + ")"
	fset := token.NewFileSet()
	e, err := parser.ParseExprFrom(fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		return nil, false, lineError(err)
	}
	call, ok := e.(*ast.CallExpr)
	// "1) + f(2" and ")//" parse as well, but not as the call that was opened.
	if !ok || fset.Position(call.Lparen).Offset != len(open)-1 || fset.Position(call.Rparen).Offset != len(text)-1 {
		return nil, false, &Error{1, "not a list of Go expressions: unbalanced brackets"}
	}
	for _, a := range call.Args {
		exprs = append(exprs, text[fset.Position(a.Pos()).Offset:fset.Position(a.End()).Offset])
	}
	return exprs, call.Ellipsis.IsValid(), nil
}

// Offset is where a position of a file parsed by [Parse] lies in its text.
func Offset(fset *token.FileSet, p token.Pos) int {
	return fset.Position(p).Offset - len(clause)
}
