package datasets

import (
	"errors"
	"fmt"
	"go/ast"
	"strings"

	"dialogo/bench"
	"dialogo/datasets/gosrc"
	"dialogo/datasets/lift"
)

// fieldError is something wrong in one field of a task.
type fieldError struct {
	Field string // the field's name in JSON
	Err   error
}

// Error implements error.
func (e *fieldError) Error() string { return "field " + e.Field + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *fieldError) Unwrap() error { return e.Err }

// file is the file of a task folder that holds the field.
func (e *fieldError) file() string {
	switch e.Field {
	case "context", "reference", "checker":
		return e.Field + ".go"
	case "cases":
		return casesFile
	case "prompt":
		return promptFile
	}
	return yamlFile
}

// checkTask reports what is wrong with a task, as far as syntax shows.
func checkTask(t *bench.Task) []*fieldError {
	var errs []*fieldError
	bad := func(field string, err error) {
		if err != nil {
			errs = append(errs, &fieldError{field, err})
		}
	}
	for _, f := range textFields(t) {
		if strings.IndexByte(f.text, 0) >= 0 {
			bad(f.name, errors.New("holds a NUL character, which no Go source may"))
		}
		if f.needed && strings.TrimSpace(f.text) == "" {
			bad(f.name, errors.New("is missing"))
		}
	}
	sig, err := gosrc.ParseSignature(t.Signature)
	if t.Signature != "" {
		bad("signature", err)
	}
	if len(errs) > 0 {
		return errs
	}
	if t.Entry != sig.Name {
		bad("entry", fmt.Errorf("%q is not the function of the signature, %q", t.Entry, sig.Name))
	}
	bad("difficulty", oneOf(t.Difficulty, difficulties()))
	bad("compare", checkCompare(t.Compare))
	bad("context", checkContext(t.Context))
	bad("reference", checkReference(t.Reference, sig))
	bad("checker", checkChecker(t.Checker, sig))
	bad("test", checkTest(t.Test))
	bad("cases", checkCases(t, CaseRules{Signature: sig, Checker: t.Checker != ""}))
	return errs
}

type textField struct {
	name, text string
	needed     bool
}

func textFields(t *bench.Task) []textField {
	return []textField{
		{"id", t.ID, true}, {"title", t.Title, false}, {"prompt", t.Prompt, true}, {"entry", t.Entry, true},
		{"signature", t.Signature, true}, {"context", t.Context, false}, {"reference", t.Reference, false},
		{"buggy", t.Buggy, false}, {"checker", t.Checker, false}, {"difficulty", t.Difficulty, false},
		{"tags", strings.Join(t.Tags, " "), false},
	}
}

func oneOf(v string, known []string) error {
	for _, k := range known {
		if v == k || v == "" {
			return nil
		}
	}
	return fmt.Errorf("unknown value %q%s; known are %s", v, bench.DidYouMean(v, known), strings.Join(known, ", "))
}

// checkCode parses Go text and allows it the imports of the standard library.
func checkCode(code string) (*ast.File, error) {
	_, f, err := gosrc.Parse(code)
	if err != nil {
		return nil, err
	}
	for _, i := range gosrc.Imports(f) {
		if !i.Std() {
			return nil, fmt.Errorf("imports %q: only the standard library may be used", i.Path)
		}
	}
	return f, nil
}

func checkContext(code string) error {
	f, err := checkCode(code)
	if err != nil {
		return err
	}
	if name := gosrc.Unexported(f); name != "" {
		return fmt.Errorf("%s is not exported: the answer is another package and could not use it", name)
	}
	return nil
}

func checkReference(code string, sig gosrc.Signature) error {
	if code == "" {
		return nil
	}
	f, err := checkCode(code)
	if err != nil {
		return err
	}
	return sameSignature(f, sig.Name, sig)
}

func checkChecker(code string, sig gosrc.Signature) error {
	if code == "" {
		return nil
	}
	f, err := checkCode(code)
	if err != nil {
		return err
	}
	want := gosrc.Signature{Name: "Check", TypeParams: sig.TypeParams, Results: []string{"error"}}
	want.Params = append(append(want.Params, sig.Params...), sig.Results...)
	if n := len(sig.Params); sig.Variadic() && len(sig.Results) > 0 {
		want.Params[n-1] = "[]" + strings.TrimPrefix(want.Params[n-1], "...") // only the last can be variadic
	}
	return sameSignature(f, "Check", want)
}

// sameSignature looks for a function in a file and compares its type.
func sameSignature(f *ast.File, name string, want gosrc.Signature) error {
	fn := gosrc.Func(f, name)
	if fn == nil {
		return fmt.Errorf("does not declare func %s", name)
	}
	have, err := gosrc.SignatureOf(fn)
	if err != nil {
		return err
	}
	if have.Type() != want.Type() {
		return fmt.Errorf("func %s has the type %s, and must have %s", name, have.Type(), want.Type())
	}
	return nil
}

func checkTest(t *bench.CodeTest) error {
	if t == nil {
		return nil
	}
	_, f, err := gosrc.Parse(t.Code)
	if err != nil {
		return err
	}
	for _, i := range gosrc.Imports(f) {
		if !i.Std() && i.Path != lift.Testify {
			return fmt.Errorf("imports %q: only the standard library and %s may be used", i.Path, lift.Testify)
		}
	}
	if gosrc.Func(f, t.Name) == nil {
		return fmt.Errorf("does not declare func %s", t.Name)
	}
	return nil
}

// checkCases checks all cases of a task together.
func checkCases(t *bench.Task, rules CaseRules) error {
	if len(t.Cases) == 0 && t.Test == nil {
		return errors.New("there are none, and no test either: nothing could be judged")
	}
	seen, hidden := map[string]bool{}, false
	for _, c := range t.Cases {
		switch {
		case c.ID == "" || seen[c.ID]:
			return fmt.Errorf("case %q: IDs must be there and differ", c.ID)
		case c.Visible && hidden:
			return fmt.Errorf("case %s: visible cases come before hidden ones", c.ID)
		}
		seen[c.ID], hidden = true, !c.Visible
		if err := checkCase(c, rules); err != nil {
			return fmt.Errorf("case %s: %w", c.ID, err)
		}
	}
	return nil
}

// checkCase checks that a case has as many arguments and wanted results as the
// signature says.
func checkCase(c bench.Case, rules CaseRules) error {
	args, dots, err := gosrc.Split(c.Args)
	if err != nil {
		return fmt.Errorf("arguments: %w", err)
	}
	if err := checkArgs(args, dots, rules.Signature); err != nil {
		return err
	}
	wants, dots, err := gosrc.Split(c.Want)
	results := rules.Signature.Results
	switch {
	case err != nil:
		return fmt.Errorf("wanted results: %w", err)
	case dots:
		return errors.New("\"...\" after a wanted result")
	case c.Panics && c.Want != "":
		return errors.New("either a panic is wanted or results, not both")
	case c.Panics:
		return nil
	case rules.Checker && c.Want != "":
		return errors.New("the task has a checker, which decides: leave the wanted results out")
	case rules.Checker:
		return nil
	case len(wants) != len(results):
		return fmt.Errorf("%d results are wanted, but %s returns %d", len(wants), rules.Signature.Name, len(results))
	}
	for i, w := range wants {
		if w == "error" && results[i] != "error" {
			return fmt.Errorf("result %d is a %s: \"error\" stands for a result of type error only", i+1, results[i])
		}
		if w == "panic" {
			return errors.New("\"panic\" must stand alone")
		}
	}
	return nil
}

func checkArgs(args []string, dots bool, sig gosrc.Signature) error {
	n := len(sig.Params)
	switch {
	case dots && !sig.Variadic():
		return fmt.Errorf("\"...\" after an argument, but %s is not variadic", sig.Name)
	case sig.Variadic() && !dots && len(args) >= n-1, len(args) == n:
		return nil
	}
	return fmt.Errorf("%d arguments are given, but %s takes %d", len(args), sig.Name, n)
}
