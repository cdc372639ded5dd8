package judge

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"dialogo/bench"
)

// exam is a task read and type-checked: what there is to compile for it.
type exam struct {
	task  *bench.Task
	given *given
	// entries are the types of the entry function the cases call: one, or for a
	// generic function one an instantiation.
	entries []*types.Signature
	calls   []call
	// sentinels are the errors to look for in results, as Go expressions.
	sentinels []string
	// eager says that the task's own code does work when a program starts, so that it is
	// linked with no other task's.
	eager bool
}

// call is a case read.
type call struct {
	entry int      // index into entries
	text  string   // the call, with the entry function's name replaced by entryVar
	args  []string // Go expressions
	// spread says that the last argument is followed by "...".
	spread bool
	want   []string // Go expressions; "" for any error
}

// entryVar is the variable an entry function is in, in generated code.
func entryVar(i int) string { return fmt.Sprintf("%sf%d", bridgePrefix, i) }

// reader type-checks the parts of a task.
type reader struct {
	t     *toolchain
	exam  *exam
	fset  *token.FileSet
	files []*ast.File
	calls map[*ast.File]int // the case whose call a file holds
	exprs []*ast.CallExpr   // the calls, a case each
	wants []*ast.CallExpr   // the wanted values as arguments, a case each
}

// read type-checks a task in process. Faults are bench.UsageErrors that name task
// and case.
func (t *toolchain) read(task *bench.Task) (*exam, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	g, err := t.parseGiven(task)
	if err != nil {
		return nil, err
	}
	r := &reader{t: t, exam: &exam{task: task, given: g}, fset: token.NewFileSet(), calls: map[*ast.File]int{}}
	if err := r.parse(); err != nil {
		return nil, bench.Usagef("task %q: %w", task.ID, err)
	}
	if err := r.check(); err != nil {
		return nil, bench.Usagef("task %q: %w", task.ID, err)
	}
	r.exam.eager = eager(task.Context) || eager(task.Checker) || task.Test != nil && eager(task.Test.Code)
	return r.exam, nil
}

// parse makes a file of the signature, of each case's call and of each case's
// wanted values. A file each, so that a position tells the case.
func (r *reader) parse() error {
	task := r.exam.task
	if task.Entry == "" || task.Signature == "" {
		return errors.New("no entry function or no signature")
	}
	if len(task.Cases) == 0 && task.Test == nil {
		return errors.New("no cases and no test code: nothing to judge")
	}
	header, err := r.file("signature", task.Signature+" { panic(0) }")
	if err != nil {
		return fmt.Errorf("signature %q: %w", task.Signature, err)
	}
	if d, ok := header.Decls[len(header.Decls)-1].(*ast.FuncDecl); !ok || d.Name.Name != task.Entry || d.Recv != nil {
		return fmt.Errorf("signature %q does not declare a function %s", task.Signature, task.Entry)
	}
	seen := map[string]bool{}
	for i, c := range task.Cases {
		if c.ID == "" || seen[c.ID] {
			return fmt.Errorf("case %d: id %q is empty or used twice", i+1, c.ID)
		}
		seen[c.ID] = true
		if err := r.parseCase(i, c); err != nil {
			return fmt.Errorf("case %s: %w", c.ID, err)
		}
	}
	return nil
}

func (r *reader) parseCase(i int, c bench.Case) error {
	text := c.Call(r.exam.task.Entry)
	// Parsed alone first: the text must be one call and nothing else.
	expr, err := parser.ParseExpr(text)
	if err != nil {
		return fmt.Errorf("call %s: %w", text, err)
	}
	if call, ok := expr.(*ast.CallExpr); !ok || int(call.Rparen) != len(text) {
		return fmt.Errorf("%s is not a call", text)
	}
	f, err := r.file(c.ID, "func _() {\n"+text+"\n}")
	if err != nil {
		return fmt.Errorf("call %s: %w", text, err)
	}
	r.calls[f] = i
	r.exprs = append(r.exprs, onlyCall(f))
	cl := call{spread: onlyCall(f).Ellipsis.IsValid()}
	if cl.want, err = splitExprs(c.Want); err != nil {
		return fmt.Errorf("want %s: %w", c.Want, err)
	}
	wanted := slices.Clone(cl.want)
	for k, w := range cl.want {
		if w == "error" {
			cl.want[k], wanted[k] = "", "nil"
		}
	}
	f, err = r.file(c.ID, "func _() {\n"+wantSink+"("+strings.Join(wanted, ", ")+")\n}")
	if err != nil {
		return fmt.Errorf("want %s: %w", c.Want, err)
	}
	r.wants = append(r.wants, onlyCall(f))
	r.exam.calls = append(r.exam.calls, cl)
	return nil
}

// wantSink takes wanted values of any type while they are read.
const wantSink = bridgePrefix + "want"

// onlyCall is the call that is all a file's function does.
func onlyCall(f *ast.File) *ast.CallExpr {
	d := f.Decls[len(f.Decls)-1].(*ast.FuncDecl)
	return d.Body.List[0].(*ast.ExprStmt).X.(*ast.CallExpr)
}

// splitExprs splits a list of Go expressions.
func splitExprs(list string) ([]string, error) {
	if strings.TrimSpace(list) == "" {
		return nil, nil
	}
	text := "f(" + list + ")"
	expr, err := parser.ParseExpr(text)
	if err != nil {
		return nil, err
	}
	call, ok := expr.(*ast.CallExpr)
	if !ok || int(call.Rparen) != len(text) || call.Ellipsis.IsValid() {
		return nil, errors.New("not a list of expressions")
	}
	var out []string
	for _, a := range call.Args {
		out = append(out, text[a.Pos()-1:a.End()-1])
	}
	return out, nil
}

// file parses declarations as a file that imports the given declarations, and the
// standard packages its selectors seem to mean.
func (r *reader) file(name, code string) (*ast.File, error) {
	bare, err := parser.ParseFile(token.NewFileSet(), name, "package p\n"+code, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	f, err := parser.ParseFile(r.fset, name, "package p;"+r.t.importsFor(bare, r.exam.given)+"\n"+code, parser.SkipObjectResolution)
	if err == nil {
		r.files = append(r.files, f)
	}
	return f, err
}

// importsFor guesses the imports a file lacks. Those that turn out to be
// unused are left out of what is generated.
func (t *toolchain) importsFor(f *ast.File, g *given) string {
	var b strings.Builder
	if g != nil {
		b.WriteString("import . \"" + givenPath + "\";")
	}
	seen := map[string]bool{}
	for _, spec := range f.Imports {
		path := strings.Trim(spec.Path.Value, "\"`")
		for _, p := range t.std {
			seen[p.name] = seen[p.name] || p.path == path && spec.Name == nil
		}
		if spec.Name != nil {
			seen[spec.Name.Name] = true
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && !seen[x.Name] {
				seen[x.Name] = true
				if path, ok := t.packageNamed(x.Name); ok {
					fmt.Fprintf(&b, "import %q;", path)
				}
			}
		}
		return true
	})
	return b.String()
}

// Import makes the given declarations importable.
func (r *reader) Import(path string) (*types.Package, error) {
	if path == givenPath && r.exam.given != nil {
		return r.exam.given.pkg, nil
	}
	return r.t.imported.Import(path)
}

// check type-checks the files and learns from the result.
func (r *reader) check() error {
	sink, err := parser.ParseFile(r.fset, "want", "package p\nfunc "+wantSink+"(...interface{}) {}", 0)
	if err != nil {
		return err
	}
	var first error
	wanted := map[*token.File]bool{}
	for _, w := range r.wants {
		wanted[r.fset.File(w.Pos())] = true
	}
	conf := types.Config{Importer: r, Error: func(err error) {
		var te types.Error
		if !errors.As(err, &te) || te.Soft || first != nil || wanted[te.Fset.File(te.Pos)] {
			return // unused imports; wanted values are checked by the compiler, with their types
		}
		name := te.Fset.File(te.Pos).Name()
		if name != "signature" {
			name = "case " + name
		}
		first = fmt.Errorf("%s: %s", name, te.Msg)
	}}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Instances: map[*ast.Ident]types.Instance{}}
	pkg, _ := conf.Check("p", r.fset, append(r.files, sink), info)
	if first != nil {
		return first
	}
	entry, ok := pkg.Scope().Lookup(r.exam.task.Entry).(*types.Func)
	if !ok {
		return fmt.Errorf("no function %s", r.exam.task.Entry)
	}
	r.exam.sentinels = r.exam.given.sentinelVars()
	for i := range r.exprs {
		if err := r.learn(i, entry, info); err != nil {
			return fmt.Errorf("case %s: %w", r.exam.task.Cases[i].ID, err)
		}
	}
	if sig := entry.Signature(); len(r.exam.entries) == 0 && sig.TypeParams() == nil {
		r.exam.entries = []*types.Signature{sig}
	}
	return r.checkChecker()
}

// learn takes over what type checking found about a case.
func (r *reader) learn(i int, entry *types.Func, info *types.Info) error {
	c, task := &r.exam.calls[i], r.exam.task
	text := task.Cases[i].Call(task.Entry)
	base := r.exprs[i].Pos()
	type use struct{ at, entry int }
	var uses []use
	ast.Inspect(r.exprs[i], func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && info.Uses[id] == entry {
			uses = append(uses, use{int(id.Pos() - base), r.instance(id, entry, info)})
		}
		return true
	})
	if len(uses) == 0 || uses[0].at != 0 {
		return fmt.Errorf("%s does not call the entry function", text)
	}
	c.entry = uses[0].entry
	for _, a := range r.exprs[i].Args {
		c.args = append(c.args, text[a.Pos()-base:a.End()-base])
	}
	c.text = text
	for _, u := range slices.Backward(uses) {
		c.text = c.text[:u.at] + entryVar(u.entry) + c.text[u.at+len(task.Entry):]
	}
	r.learnSentinels(i, info)
	return r.checkWant(task.Cases[i], c)
}

// instance finds or adds the entry's type at one of its uses.
func (r *reader) instance(id *ast.Ident, entry *types.Func, info *types.Info) int {
	sig := entry.Signature()
	if inst, ok := info.Instances[id]; ok {
		sig = inst.Type.(*types.Signature)
	}
	for i, e := range r.exam.entries {
		if types.Identical(e, sig) {
			return i
		}
	}
	r.exam.entries = append(r.exam.entries, sig)
	return len(r.exam.entries) - 1
}

// learnSentinels adds error variables of the standard library that are wanted,
// such as io.EOF.
func (r *reader) learnSentinels(i int, info *types.Info) {
	for k, a := range r.wants[i].Args {
		s, ok := a.(*ast.SelectorExpr)
		if !ok {
			continue
		}
		v, ok := info.Uses[s.Sel].(*types.Var)
		text := r.exam.calls[i].want[k]
		if ok && !v.IsField() && types.Identical(v.Type(), types.Universe.Lookup("error").Type()) && !slices.Contains(r.exam.sentinels, text) {
			r.exam.sentinels = append(r.exam.sentinels, text)
		}
	}
}

// checkWant compares the number of wanted values with the number of results.
func (r *reader) checkWant(c bench.Case, cl *call) error {
	results := r.exam.entries[cl.entry].Results()
	switch {
	case c.Panics && len(cl.want) > 0:
		return errors.New("a call that panics returns nothing")
	case c.Panics, r.exam.task.Checker != "" && len(cl.want) == 0:
		return nil
	case len(cl.want) != results.Len():
		return fmt.Errorf("%d wanted values for %d results", len(cl.want), results.Len())
	}
	for k, w := range cl.want {
		if w == "" && results.At(k).Type().String() != "error" {
			return fmt.Errorf("result %d is %s, not an error", k+1, results.At(k).Type())
		}
	}
	return nil
}

// checkChecker finds out whether the checker can be given the results at all.
func (r *reader) checkChecker() error {
	task := r.exam.task
	if task.Checker == "" {
		return nil
	}
	for _, e := range r.exam.entries {
		for res := range e.Results().Variables() {
			if why := uncheckable(res.Type(), nil); why != "" {
				return fmt.Errorf("checker: a result of type %s cannot be handed over: %s", res.Type(), why)
			}
		}
	}
	return nil
}

// uncheckable says why values of a type cannot be rebuilt in another process.
func uncheckable(t types.Type, seen []types.Type) string {
	if slices.Contains(seen, t) {
		return ""
	}
	seen = append(seen, t)
	switch u := t.Underlying().(type) {
	case *types.Signature:
		return "it is a function"
	case *types.Chan:
		return "it is a channel"
	case *types.Pointer:
		return uncheckable(u.Elem(), seen)
	case *types.Slice:
		return uncheckable(u.Elem(), seen)
	case *types.Array:
		return uncheckable(u.Elem(), seen)
	case *types.Map:
		if why := uncheckable(u.Key(), seen); why != "" {
			return why
		}
		return uncheckable(u.Elem(), seen)
	case *types.Struct:
		for f := range u.Fields() {
			if !f.Exported() {
				return "field " + f.Name() + " is not exported"
			}
			if why := uncheckable(f.Type(), seen); why != "" {
				return why
			}
		}
	}
	return ""
}
