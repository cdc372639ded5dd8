package judge

import (
	"fmt"
	"go/scanner"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dialogo/bench"
	"dialogo/bench/judge/sandbox"
)

// maxDiagnostics bounds how many a verdict holds; gc itself stops at ten.
const maxDiagnostics = 12

// diagnose makes diagnostics of a failed build of an answer. Positions in the
// answer are its own; what was found in the bridge is put into the task's terms.
func (a *answer) diagnose(e *exam, r sandbox.Result, limits bench.Limits) []bench.Diagnostic {
	if why := exhausted(r, limits); why != "" {
		return []bench.Diagnostic{{Message: why}}
	}
	out := string(r.Stdout) + string(r.Stderr)
	if r.Step > 0 {
		return []bench.Diagnostic{{Message: "link: " + stable(lastLine(out))}}
	}
	own, bridged := a.sortOutput(e, out)
	if len(own) == 0 {
		own = a.explainBridge(e, bridged)
	} else if a.entry == "" && len(bridged) > 0 && strings.Contains(bridged[0], "undefined: "+e.task.Entry) {
		own = append(own, a.explainBridge(e, bridged)...)
	}
	if len(own) == 0 {
		own = []bench.Diagnostic{{Message: told(a.readable(e, firstLine(out)))}}
	}
	return own[:min(len(own), maxDiagnostics)]
}

// runtimeError begins a line of the Go runtime, which compiler and linker die of.
var runtimeError = regexp.MustCompile(`(?m)^(fatal error: |runtime: |SIGSEGV: |SIGABRT: ).*`)

// exhausted says which resource the compiler or the linker lacked, if any. Their
// last words differ from run to run by how far they came. They are looked for where
// runtimes write them: what the compiler says about code, and quotes of it, goes to its
// standard output.
func exhausted(r sandbox.Result, limits bench.Limits) string {
	tool := "compiler"
	if r.Step > 0 {
		tool = "linker"
	}
	last := strings.Join(runtimeError.FindAllString(string(r.Stderr), 20), "\n")
	is := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(last, w) })
	}
	switch {
	case r.End == sandbox.WallTime, r.End == sandbox.Signaled && r.CPU >= time.Duration(limits.Compile)/2: // the kernel counts by ticks
		return fmt.Sprintf("the %s was stopped after %v", tool, limits.Compile)
	case is("stack overflow", "stack exceeds", "stack size"):
		return "the " + tool + " ran out of stack on this code: it is nested too deeply"
	case is("out of memory", "cannot allocate memory", "cannot map pages"):
		return "the " + tool + " ran out of memory on this code"
	case r.End == sandbox.Signaled:
		return fmt.Sprintf("the %s was killed by signal %d on this code", tool, r.Signal)
	case last != "":
		return "the " + tool + " died on this code: " + stable(last)
	}
	return ""
}

// places finds what begins a message of the compiler. Positions in the given
// declarations and in cases have plain names; they are looked for only where these
// are compiled with the answer.
func (a *answer) places() *regexp.Regexp {
	others := ""
	if a.merge {
		others = `|context\.go|case\d+`
	}
	return regexp.MustCompile(`(?m)^(?:\S*/)?((\pL+)` + a.mark + `\.go` + others + `):(\d+)(?::(\d+))?: `)
}

// sortOutput reads the compiler's output: messages about the answer, and about the
// other files. What follows up to the next position belongs to the message before.
func (a *answer) sortOutput(e *exam, out string) (own []bench.Diagnostic, other []string) {
	found := a.places().FindAllStringSubmatchIndex(out, -1)
	for i, at := range found {
		end := len(out)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		text := a.readable(e, strings.TrimRight(out[at[1]:end], "\n"))
		switch {
		case text == "too many errors":
			own = append(own, bench.Diagnostic{Message: text})
		case at[4] < 0 || out[at[4]:at[5]] != ownFile:
			other = append(other, firstLine(text))
		default:
			line, _ := strconv.Atoi(out[at[6]:at[7]])
			col := 0
			if at[8] >= 0 {
				col, _ = strconv.Atoi(out[at[8]:at[9]])
			}
			own = append(own, bench.Diagnostic{Line: line, Column: a.column(line, col), Message: shorten(text, maxMessage)})
		}
	}
	if len(own) == 1 && own[0].Line == 0 { // only "too many errors"
		own = nil
	}
	return own, other
}

// column undoes the shift that a longer package clause causes on its line.
func (a *answer) column(line, col int) int {
	if line == a.clause && col > a.shift {
		return col - a.shift
	}
	return col
}

// readable puts a message of the compiler into a reader's terms: the answer's file by
// the name it is shown under, and given names as the task has them. The words are gc's.
func (a *answer) readable(e *exam, text string) string {
	if strings.HasPrefix(text, "internal compiler error: ") {
		text = firstLine(text) // a request to report it follows
	}
	const file = `[^\s()\[\]:]*`
	mark := regexp.QuoteMeta(a.mark) + `\.go`
	// What gc adds to positions where line directives are in use.
	text = regexp.MustCompile(`\[`+file+mark+`:\d+:\d+\]`).ReplaceAllString(text, "")
	text = regexp.MustCompile(`(?:`+file+`/)?`+ownFile+mark).ReplaceAllString(text, ownFile+".go")
	text = regexp.MustCompile(file+mark+`:\d+(:\d+)?`).ReplaceAllString(text, "the judge's own code")
	if e.given == nil || a.mentions(givenPath) {
		return text
	}
	return qualified.ReplaceAllStringFunc(text, func(name string) string {
		plain := strings.TrimPrefix(name, givenPath+".")
		if _, ok := e.given.decls[plain]; ok {
			return plain
		}
		return name
	})
}

var qualified = regexp.MustCompile(`[\pL_][\pL\pN_]*\.[\pL_][\pL\pN_]*`)

// mentions reports whether the answer itself uses a name, or has it in a literal before
// a dot. Else it is in the compiler's words only for the package of that name.
func (a *answer) mentions(name string) bool {
	var s scanner.Scanner
	src := []byte(a.source)
	s.Init(token.NewFileSet().AddFile("", -1, len(src)), src, nil, 0)
	for {
		_, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			return false
		case tok == token.IDENT && lit == name, tok == token.STRING && strings.Contains(lit, name+"."):
			return true
		}
	}
}

// mismatch is how gc says that the entry function has another type.
var mismatch = regexp.MustCompile(`^cannot use .*? \((?:value|variable|generic).* of type (.*)\) as `)

// explainBridge says in the task's terms what the first message about the bridge
// or the test code means.
func (a *answer) explainBridge(e *exam, messages []string) []bench.Diagnostic {
	if len(messages) == 0 {
		return nil
	}
	m, entry, d := messages[0], e.task.Entry, a.entryPos
	switch {
	case m == "undefined: "+entry:
		d.Message = fmt.Sprintf("undefined: %s; the task asks for %s", entry, e.task.Signature)
	case !regexp.MustCompile(`\b` + regexp.QuoteMeta(entry) + `\b`).MatchString(m):
		d = bench.Diagnostic{Message: told(m)}
	case a.typeOf(m) != "" && a.foreign(e, a.typeOf(m)) != "":
		name := a.foreign(e, a.typeOf(m))
		d.Message = fmt.Sprintf("the %s in the type of %s is one the answer declares itself; the task asks for %s with the %s %s",
			name, entry, e.task.Signature, map[bool]string{true: "given", false: "predeclared"}[e.given.isType(name)], name)
	case a.typeOf(m) == "":
		d.Message = fmt.Sprintf("%s is not a function; the task asks for %s", entry, e.task.Signature)
	default:
		want := "func" + strings.TrimPrefix(e.task.Signature, "func "+entry)
		d.Message = fmt.Sprintf("%s has type %s; the task asks for %s", entry, a.typeOf(m), want)
		if a.typeOf(m) == want {
			d.Message = fmt.Sprintf("a name in the type of %s means something else than in the type the task asks for, %s", entry, want)
		}
	}
	return []bench.Diagnostic{d}
}

var word = regexp.MustCompile(`[\pL_][\pL\pN_]*`)

// foreign is the first name in a type that is given or predeclared, but declared
// anew by the answer.
func (a *answer) foreign(e *exam, typ string) string {
	for _, w := range word.FindAllString(typ, -1) {
		_, predeclared := types.Universe.Lookup(w).(*types.TypeName)
		if a.declared[w] && (predeclared || e.given.isType(w)) {
			return w
		}
	}
	return ""
}

// typeOf is the type of the answer's entry function: as the answer wrote it, else
// as gc says in its message.
func (a *answer) typeOf(message string) string {
	if a.entry != "" {
		return a.entry
	}
	if f := mismatch.FindStringSubmatch(message); f != nil {
		return f[1]
	}
	return ""
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return s
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return s[strings.LastIndexByte(s, '\n')+1:]
}
