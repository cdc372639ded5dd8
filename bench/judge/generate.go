package judge

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
)

// The import paths of what is compiled besides the answer, and the prefix that
// keeps generated names out of an answer's way. The given declarations get a plain
// name, since it shows in the compiler's words and in panics: task.Point.
const (
	givenPath    = "task"
	casesPath    = "dialogo/cases"
	checkerPath  = "dialogo/checker"
	oraclePath   = "dialogo/oracle"
	testsPath    = "dialogo/tests"
	driverPath   = "dialogo/bench/judge/driver"
	testingPath  = driverPath + "/testing"
	assertPath   = driverPath + "/assert"
	bridgePrefix = "dialogo_"
)

// caseMark is the file name that positions in a case's code have, so that the
// compiler's complaints tell the case.
func caseMark(i int) string { return fmt.Sprintf("case%d", i) }

// importing is an import of generated code.
func importing(paths ...string) string {
	var b strings.Builder
	for _, p := range paths {
		fmt.Fprintf(&b, "import %s %q\n", importName(p), p)
	}
	return b.String()
}

// importName is what generated code calls a package.
func importName(path string) string { return bridgePrefix + path[strings.LastIndexByte(path, '/')+1:] }

// bindProgram is the function that makes a program, for the driver, of an entry
// function: of the cases' package, and of the test code's, which knows of both. It
// must not be inlined, or all cases are compiled again with every answer.
const (
	bindProgram = "Dialogo_Bind"
	funcBind    = "//go:noinline\nfunc " + bindProgram
)

// casesFile is the package of the cases: the entry function's types, and a function
// that binds every case's call to the entry functions given to it. Merged into the
// answer's package, its names get the prefix.
func (e *exam) casesFile(t *toolchain, merged bool) string {
	var b strings.Builder
	pkg, given, prefix, local := "cases", e.given, "", ""
	if merged {
		pkg, given, prefix, local = "main", nil, bridgePrefix, givenPath
	}
	params := make([]string, len(e.entries))
	for i, sig := range e.entries {
		fmt.Fprintf(&b, "type %sF%d = %s\n", prefix, i, e.typeText(sig))
		params[i] = fmt.Sprintf("%s %sF%d", entryVar(i), prefix, i)
	}
	fmt.Fprintf(&b, "%s(%s) %sdriver.Opaque {\nreturn %sdriver.Bind(%q, %sSentinels, func() []func() []any {\nreturn []func() []any{\n",
		funcBind, strings.Join(params, ", "), bridgePrefix, bridgePrefix, local, prefix)
	for i, c := range e.calls {
		vars := e.resultVars(c.entry)
		assign := ""
		if len(vars) > 0 {
			assign = strings.Join(vars, ", ") + " := "
		}
		fmt.Fprintf(&b, "func() []any {\n//line %s:1\n%s%s\nreturn []any{%s}\n},\n", caseMark(i), assign, c.text, pointers(vars))
	}
	fmt.Fprintf(&b, "}\n})\n}\nfunc %sSentinels() []error { return []error{%s} }\n", prefix, strings.Join(e.sentinels, ", "))
	return t.withImports(given, pkg, b.String(), driverPath)
}

// resultVars names a variable a result.
func (e *exam) resultVars(entry int) []string {
	vars := make([]string, e.entries[entry].Results().Len())
	for i := range vars {
		vars[i] = fmt.Sprintf("%sr%d", bridgePrefix, i)
	}
	return vars
}

func pointers(vars []string) string {
	if len(vars) == 0 {
		return ""
	}
	return "&" + strings.Join(vars, ", &")
}

// typeText writes a type as it reads where the given declarations are imported by
// a dot and standard packages by their names.
func (e *exam) typeText(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p.Path() == givenPath || p.Path() == "p" {
			return ""
		}
		return p.Name()
	})
}

// oracleFile is the package that holds the wanted values. One more call than there
// are cases yields the sentinels. It is linked with other tasks', never with an answer.
func (e *exam) oracleFile(t *toolchain) string {
	var b strings.Builder
	for i, c := range e.calls {
		e.wantFunc(&b, i, c)
		if e.task.Checker != "" {
			e.checkFunc(&b, i, c)
		}
	}
	perCall := func(name string) string {
		var list strings.Builder
		for i := range e.calls {
			fmt.Fprintf(&list, "%s%s%d, ", bridgePrefix, name, i)
		}
		return list.String()
	}
	program := "dialogo_driver.Bind(\"\", dialogo_cases.Sentinels, func() []func() []any { return []func() []any{" + perCall("want") + "dialogo_sentinels} })"
	if e.task.Checker != "" {
		program = "dialogo_driver.BindChecks(" + program + ", []func(*dialogo_driver.Results) error{" + perCall("check") + "})"
	}
	fmt.Fprintf(&b, "%s() dialogo_driver.Opaque { return %s }\n", funcBind, program)
	b.WriteString("func dialogo_sentinels() []any {\nvar out []any\nfor _, err := range dialogo_cases.Sentinels() { out = append(out, &err) }\nreturn out\n}\n")
	paths := []string{driverPath, casesPath}
	if e.task.Checker != "" {
		paths = append(paths, checkerPath)
	}
	return t.withImports(e.given, "oracle", b.String(), paths...)
}

// wantFunc evaluates a case's wanted values as the results' types.
func (e *exam) wantFunc(b *strings.Builder, i int, c call) {
	fmt.Fprintf(b, "func %swant%d() []any {\n", bridgePrefix, i)
	vars := e.resultVars(c.entry)
	if len(c.want) == 0 || e.task.Checker != "" {
		vars = nil
	}
	for k, v := range vars {
		typ := e.typeText(e.entries[c.entry].Results().At(k).Type())
		if c.want[k] == "" {
			fmt.Fprintf(b, "var %s %s\n", v, typ)
			continue
		}
		fmt.Fprintf(b, "//line %s:1\nvar %s %s = %s\n", caseMark(i), v, typ, c.want[k])
	}
	fmt.Fprintf(b, "return []any{%s}\n}\n", pointers(vars))
}

// checkFunc hands a case's arguments and the observed results to the checker.
func (e *exam) checkFunc(b *strings.Builder, i int, c call) {
	sig := e.entries[c.entry]
	fmt.Fprintf(b, "func %scheck%d(%sin *%sdriver.Results) error {\n", bridgePrefix, i, bridgePrefix, bridgePrefix)
	args := c.args
	if n := sig.Params().Len(); sig.Variadic() && !c.spread {
		last := e.typeText(sig.Params().At(n - 1).Type())
		args = append(append([]string{}, args[:n-1]...), last+"{"+strings.Join(args[n-1:], ", ")+"}")
	}
	vars := e.resultVars(c.entry)
	for k, v := range vars {
		fmt.Fprintf(b, "var %s %s\n%sin.Get(&%s)\n", v, e.typeText(sig.Results().At(k).Type()), bridgePrefix, v)
	}
	fmt.Fprintf(b, "if !%sin.Done() { return nil }\n//line %s:1\nreturn %schecker.Check(%s)\n}\n", bridgePrefix, caseMark(i), bridgePrefix,
		strings.Join(append(append([]string{}, args...), vars...), ", "))
}

// checkerFile is the checker as a package.
func (e *exam) checkerFile(t *toolchain) string {
	return t.withImports(e.given, "checker", "//line checker.go:1\n"+e.task.Checker)
}

// withImports makes a file of generated declarations: with the imports they use,
// and no others.
func (t *toolchain) withImports(g *given, pkg, body string, paths ...string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	head := "package " + pkg + "\n" + importing(paths...)
	bare, err := parser.ParseFile(token.NewFileSet(), "", head+body, parser.SkipObjectResolution)
	if err != nil {
		return head + body // the compiler will tell
	}
	guessed := t.importsFor(bare, g)
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", "package "+pkg+"\n"+guessed+"\n"+importing(paths...)+body, parser.SkipObjectResolution)
	if err != nil {
		return head + body
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	// Errors are of no interest: packages that are not compiled yet are missing.
	conf := types.Config{Importer: &reader{t: t, exam: &exam{given: g}}, Error: func(error) {}}
	conf.Check(pkg, fset, []*ast.File{f}, info)
	used := map[string]bool{}
	for _, o := range info.Uses {
		if p, ok := o.(*types.PkgName); ok {
			used[p.Imported().Path()] = true
		} else if g != nil && o.Pkg() == g.pkg && o.Parent() == g.pkg.Scope() {
			used[givenPath] = true
		}
	}
	var b strings.Builder
	b.WriteString("package " + pkg + "\n" + importing(paths...))
	for _, s := range strings.Split(guessed, ";") {
		if i := strings.IndexByte(s, '"'); i >= 0 && used[strings.Trim(s[i:], `"`)] {
			b.WriteString(s + "\n")
		}
	}
	return b.String() + body
}

// bridge is the file that is compiled together with an answer: it binds the answer's
// entry function to the cases and lets it reach the given declarations it does not
// declare itself. The driver runs, and ends the program, when the package is
// initialised, after the answer's own init functions, since its file comes last: so
// the answer may have a main function, and call it. It mentions no predeclared
// identifier, since an answer may declare any of them anew.
func (e *exam) bridge(a *answer) string {
	var b strings.Builder
	aliases := e.aliases(a)
	paths, in := []string{driverPath}, ""
	if !a.merge {
		paths, in = append(paths, e.boundIn()), importName(e.boundIn())+"."
	}
	if aliases != "" {
		paths = append(paths, givenPath)
	}
	fmt.Fprintf(&b, "package main\n%s%sfunc init() {\n%sdriver.Main(%s)\n}\n", importing(paths...), aliases, bridgePrefix, in+e.binding(e.task.Entry))
	if !a.declared["main"] && !a.mainless {
		b.WriteString("func main() {}\n")
	}
	return b.String()
}

// boundIn is the package whose bindProgram makes a program of an answer.
func (e *exam) boundIn() string {
	if e.task.Test != nil {
		return testsPath
	}
	return casesPath
}

// binding is the call of bindProgram that makes a program of an entry function.
func (e *exam) binding(entry string) string {
	entries := ""
	if len(e.entries) > 0 {
		entries = strings.Repeat(", "+entry, len(e.entries))[2:]
	}
	return bindProgram + "(" + entries + ")"
}

// aliases let an answer reach the given declarations it does not declare itself.
func (e *exam) aliases(a *answer) string {
	var b strings.Builder
	if e.given != nil && !a.merge {
		for _, name := range e.given.names() {
			if !a.declared[name] {
				b.WriteString(e.given.decls[name].alias + "\n")
			}
		}
	}
	return b.String()
}
