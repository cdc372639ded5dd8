package datasets

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"strings"

	"dialogo/bench"
	"dialogo/datasets/gosrc"
	"dialogo/datasets/lift"
)

// humanEval is a record of HumanEval-X for Go; HumanEvalPack has more keys.
type humanEval struct {
	ID          string `json:"task_id"`
	Prompt      string `json:"prompt"`
	Import      string `json:"import"`
	Docstring   string `json:"docstring"`
	Declaration string `json:"declaration"`
	Solution    string `json:"canonical_solution"`
	Test        string `json:"test"`
	TestSetup   string `json:"test_setup"`
	ExampleTest string `json:"example_test"`

	Instruction string `json:"instruction"`
	Buggy       string `json:"buggy_solution"`
}

// parseHumanEval makes a task of a record.
func parseHumanEval(text []byte) (record, error) {
	var r humanEval
	if err := json.Unmarshal(text, &r); err != nil {
		return record{Task: bench.Task{ID: r.ID}}, jsonError(err)
	}
	t := record{Task: bench.Task{ID: r.ID, Compare: bench.Compare{Rule: "testify"}}, prompt: r.Prompt}
	if lang, _, ok := strings.Cut(r.ID, "/"); ok && lang != "Go" && r.ID != "" {
		return t, fmt.Errorf("is a task for %s: take the file of the same dataset for Go", lang)
	}
	a, err := r.anatomy()
	if err != nil {
		return t, err
	}
	t.Entry, t.Signature = a.signature.Name, a.signature.Text
	if t.Prompt = strings.TrimSpace(r.Instruction); t.Prompt == "" {
		t.Prompt = uncomment(r.Docstring)
	}
	t.Context = code(a.imports, a.helpers)
	solution, defect := mended(r.ID, r.Solution)
	t.Reference, t.defect = code(a.imports, a.head+solution), defect
	if r.Buggy != "" {
		t.Buggy = code(a.imports, a.head+r.Buggy)
	}
	return t, r.tests(&t.Task, a)
}

// code formats Go text with those of the imports that it uses. Upstream compiles
// prompt, solution and tests as one file; here each part stands alone.
func code(atHand []gosrc.Import, text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return gosrc.Format(gosrc.WithImports(gosrc.Needed(text, atHand), text))
}

// anatomy is a prompt taken apart.
type anatomy struct {
	signature gosrc.Signature
	imports   []gosrc.Import // of the prompt and of the tests
	helpers   string         // declarations before the entry function
	head      string         // the entry function up to and with its opening brace
}

// anatomy parses prompt and solution as one file. The entry function is the one
// that the prompt leaves open.
func (r *humanEval) anatomy() (anatomy, error) {
	imports, err := r.imports()
	if err != nil {
		return anatomy{}, err
	}
	fset, f, err := gosrc.Parse(r.Prompt + r.Solution)
	if err != nil {
		return anatomy{}, fmt.Errorf("fields prompt and canonical_solution, together: %w", err)
	}
	entry, from := entryOf(fset, f, len(r.Prompt))
	if entry == nil {
		return anatomy{}, errors.New("field prompt: it does not end within a function's body")
	}
	sig, err := gosrc.SignatureOf(entry)
	if err != nil {
		return anatomy{}, fmt.Errorf("field prompt: %w", err)
	}
	a := anatomy{signature: sig, head: r.Prompt[gosrc.Offset(fset, entry.Pos()):],
		imports: gosrc.Union(gosrc.Imports(f), imports)}
	if from >= 0 {
		to := gosrc.Offset(fset, entry.Pos())
		if entry.Doc != nil {
			to = gosrc.Offset(fset, entry.Doc.Pos())
		}
		a.helpers = r.Prompt[from:to]
	}
	return a, nil
}

// upstreamImports are the packages that HumanEval-X's own evaluation imports when
// a program names them; some prompts and references rely on that.
func upstreamImports() []gosrc.Import {
	var list []gosrc.Import
	for _, p := range []string{"bytes", "crypto/md5", "fmt", "math", "math/rand", "regexp", "sort", "strconv", "strings", "time"} {
		list = append(list, gosrc.Import{Path: p})
	}
	return list
}

// imports are those at hand outside the prompt.
func (r *humanEval) imports() ([]gosrc.Import, error) {
	lists := [][]gosrc.Import{upstreamImports()}
	for _, field := range []struct{ name, text string }{{"import", r.Import}, {"test_setup", r.TestSetup}} {
		_, f, err := gosrc.Parse(strings.TrimPrefix(strings.TrimSpace(field.text), "package main"))
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", field.name, err)
		}
		lists = append(lists, gosrc.Imports(f))
	}
	return gosrc.Union(lists...), nil
}

// entryOf finds the function whose body is open at an offset, and where the
// declarations before it start that are no imports, -1 if there are none.
func entryOf(fset *token.FileSet, f *ast.File, open int) (*ast.FuncDecl, int) {
	from := -1
	for _, d := range f.Decls {
		fn, isFunc := d.(*ast.FuncDecl)
		if isFunc && fn.Body != nil && gosrc.Offset(fset, fn.Body.Lbrace) < open && gosrc.Offset(fset, fn.Body.Rbrace) >= open {
			return fn, from
		}
		if g, ok := d.(*ast.GenDecl); (!ok || g.Tok != token.IMPORT) && from < 0 {
			from = gosrc.Offset(fset, d.Pos())
			if isFunc && fn.Doc != nil {
				from = gosrc.Offset(fset, fn.Doc.Pos())
			}
			if ok && g.Doc != nil {
				from = gosrc.Offset(fset, g.Doc.Pos())
			}
		}
	}
	return nil, from
}

// uncomment takes the comment marks off a docstring.
func uncomment(doc string) string {
	var out []string
	for line := range strings.Lines(doc) {
		line = strings.TrimRight(line, " \t\r\n")
		line = strings.TrimPrefix(strings.TrimPrefix(line, "//"), " ")
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// tests makes cases of the record's tests, as far as they can be lifted.
func (r *humanEval) tests(t *bench.Task, a anatomy) error {
	test := lift.Test{Entry: a.signature, Context: a.helpers, Imports: a.imports}
	visible, _, err := asserts(test, r.ExampleTest)
	if err != nil {
		return fmt.Errorf("field example_test: %w", err)
	}
	hidden, lifted, err := asserts(test, r.Test)
	if err != nil {
		return fmt.Errorf("field test: %w", err)
	}
	if !lifted {
		if t.Test, err = codeTest(r.Test, a.imports); err != nil {
			return fmt.Errorf("field test: %w", err)
		}
	}
	if len(hidden) == 0 && lifted {
		return errors.New("field test: it asserts nothing")
	}
	if len(visible) == 0 {
		n := min(3, len(hidden))
		visible, hidden = hidden[:n:n], hidden[n:]
	}
	all := append(visible, hidden...)
	if lift.NeedsChecker(all) {
		t.Checker = test.Checker(all)
	}
	for i, as := range all {
		c := bench.Case{ID: fmt.Sprintf("v%d", i+1), Visible: true, Args: as.Args, Want: as.Want}
		if i >= len(visible) {
			c.ID, c.Visible = fmt.Sprintf("h%d", i-len(visible)+1), false
		}
		if t.Checker != "" {
			c.Want = ""
		}
		t.Cases = append(t.Cases, c)
	}
	return nil
}

// asserts lifts a test, and says whether it could be lifted.
func asserts(t lift.Test, code string) ([]lift.Assert, bool, error) {
	list, err := t.Asserts(code)
	if _, not := errors.AsType[*lift.NotLiftable](err); not {
		return nil, false, nil
	}
	return list, err == nil, err
}

// codeTest keeps a test as code.
func codeTest(test string, imports []gosrc.Import) (*bench.CodeTest, error) {
	_, f, err := gosrc.Parse(test)
	if err != nil {
		return nil, err
	}
	name := ""
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && strings.HasPrefix(fn.Name.Name, "Test") {
			if name != "" {
				return nil, fmt.Errorf("two test functions, %s and %s: only one can be kept as code", name, fn.Name.Name)
			}
			name = fn.Name.Name
		}
	}
	if name == "" {
		return nil, errors.New("there is no test function in it")
	}
	return &bench.CodeTest{Name: name, Code: code(imports, test)}, nil
}
