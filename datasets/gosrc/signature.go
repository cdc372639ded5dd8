package gosrc

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"strings"
)

// Signature is a function declaration without its body.
type Signature struct {
	// Name is the function's name.
	Name string
	// Text is the declaration as gofmt writes it.
	Text string
	// Params and Results are the types, one a value: "a, b int" are two. The
	// last of Params is "...T" in a variadic function.
	Params, Results []string
	// TypeParams is the text between the brackets of a generic function.
	TypeParams string
}

// Variadic reports whether the last parameter takes any number of arguments.
func (s Signature) Variadic() bool {
	return len(s.Params) > 0 && strings.HasPrefix(s.Params[len(s.Params)-1], "...")
}

// Type writes the signature's type without any parameter's name, to compare two
// signatures: "func[T any](int, []T) error". The names of type parameters count.
func (s Signature) Type() string {
	t := "func"
	if s.TypeParams != "" {
		t += "[" + s.TypeParams + "]"
	}
	t += "(" + strings.Join(s.Params, ", ") + ") (" + strings.Join(s.Results, ", ") + ")"
	return strings.ReplaceAll(t, "interface{}", "any")
}

// ParseSignature reads "func Clamp(x, lo, hi int) int".
func ParseSignature(text string) (Signature, error) {
	_, f, err := Parse(text)
	if bad, ok := errors.AsType[*Error](err); ok {
		return Signature{}, fmt.Errorf("%q is no Go function signature: %s", text, bad.Message)
	}
	if len(f.Decls) != 1 {
		return Signature{}, fmt.Errorf("%q must be one function signature", text)
	}
	fn, ok := f.Decls[0].(*ast.FuncDecl)
	if !ok {
		return Signature{}, fmt.Errorf("%q is not a function signature: write it as \"func Name(x int) int\"", text)
	}
	if fn.Body != nil {
		return Signature{}, fmt.Errorf("signature of %s: give it without a body", fn.Name.Name)
	}
	return SignatureOf(fn)
}

// SignatureOf reads the signature of a declaration. Methods are refused.
func SignatureOf(fn *ast.FuncDecl) (Signature, error) {
	if fn.Recv != nil {
		return Signature{}, fmt.Errorf("%s is a method: the entry must be a plain function", fn.Name.Name)
	}
	bare := &ast.FuncDecl{Name: fn.Name, Type: fn.Type}
	var b bytes.Buffer
	// A fresh file set: positions are dropped, so that the text has one line form.
	if err := format.Node(&b, token.NewFileSet(), bare); err != nil {
		return Signature{}, fmt.Errorf("signature of %s: %w", fn.Name.Name, err)
	}
	s := Signature{Name: fn.Name.Name, Text: b.String(),
		Params: fieldTypes(fn.Type.Params), Results: fieldTypes(fn.Type.Results)}
	if fn.Type.TypeParams != nil {
		s.TypeParams = typeParams(fn.Type.TypeParams)
	}
	return s, nil
}

// fieldTypes lists the type of each value of a field list.
func fieldTypes(l *ast.FieldList) []string {
	var out []string
	if l == nil {
		return out
	}
	for _, f := range l.List {
		for range max(1, len(f.Names)) {
			out = append(out, typeText(f.Type))
		}
	}
	return out
}

// typeText writes a type in full. types.ExprString alone would shorten struct,
// interface and function types to "struct{…}".
func typeText(e ast.Expr) string {
	var b bytes.Buffer
	if err := format.Node(&b, token.NewFileSet(), ast.Unparen(e)); err != nil {
		return types.ExprString(e)
	}
	return b.String()
}

func typeParams(l *ast.FieldList) string {
	var out []string
	for _, f := range l.List {
		for _, n := range f.Names {
			out = append(out, n.Name+" "+typeText(f.Type))
		}
	}
	return strings.Join(out, ", ")
}
