package judge

import (
	"fmt"
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

// gcMessage is a line of the compiler's output with a position.
var gcMessage = regexp.MustCompile(`^(\S+?):(\d+)(?::(\d+))?: (.*)$`)

// diagnose makes diagnostics of a failed build of an answer. Positions in the
// answer are its own; what was found in the bridge is put into the task's terms.
func (a *answer) diagnose(e *exam, r sandbox.Result, limits bench.Limits) []bench.Diagnostic {
	out := string(r.Stdout) + string(r.Stderr)
	if why := exhausted(r, out, limits); why != "" {
		return []bench.Diagnostic{{Message: why}}
	}
	if r.Step > 0 {
		return []bench.Diagnostic{{Message: "link: " + stable(lastLine(out))}}
	}
	own, bridged := a.sortOutput(out)
	if len(own) == 0 {
		own = a.explainBridge(e, bridged)
	} else if a.entry == "" && len(bridged) > 0 && strings.Contains(bridged[0], "undefined: "+e.task.Entry) {
		own = append(own, a.explainBridge(e, bridged)...)
	}
	if len(own) == 0 {
		own = []bench.Diagnostic{{Message: stable(firstLine(out))}}
	}
	return own[:min(len(own), maxDiagnostics)]
}

// runtimeError begins a line of the Go runtime, which compiler and linker die of.
var runtimeError = regexp.MustCompile(`(?m)^(fatal error: |runtime: |SIGSEGV: |SIGABRT: ).*`)

// exhausted says which resource the compiler or the linker lacked, if any. Their
// last words differ from run to run by how far they came.
func exhausted(r sandbox.Result, out string, limits bench.Limits) string {
	tool := "compiler"
	if r.Step > 0 {
		tool = "linker"
	}
	last := strings.Join(runtimeError.FindAllString(out, 20), "\n")
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

// sortOutput reads the compiler's output: messages about the answer, and about the
// other files. Indented lines belong to the message before.
func (a *answer) sortOutput(out string) (own []bench.Diagnostic, other []string) {
	var last *bench.Diagnostic
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		m := gcMessage.FindStringSubmatch(line)
		switch {
		case strings.HasPrefix(line, "\t"):
			if last != nil && len(last.Message) < maxMessage {
				last.Message += "\n" + shorten(positions(typeName(line)), maxMessage)
			}
		case m == nil:
			last = nil
			if line == "too many errors" || strings.HasSuffix(line, ": too many errors") {
				own = append(own, bench.Diagnostic{Message: "too many errors"})
			}
		case m[1] == answerFile:
			n, _ := strconv.Atoi(m[2])
			col, _ := strconv.Atoi(m[3])
			own = append(own, bench.Diagnostic{Line: n, Column: a.column(n, col), Message: shorten(positions(typeName(m[4])), maxMessage)})
			last = &own[len(own)-1]
		default:
			other = append(other, m[4])
			last = nil
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

// What gc adds to positions where line directives are in use, and positions in
// generated files.
var (
	physical  = regexp.MustCompile(`(:\d+)\[\S+?:\d+:\d+\]`)
	otherFile = regexp.MustCompile(`\b(bridge|test|cases|case\d+)(\.go)?:\d+(:\d+)?`)
)

// positions makes the positions within a message the reader's.
func positions(line string) string {
	return otherFile.ReplaceAllString(physical.ReplaceAllString(line, "$1"), "the judge's own code")
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
		d = bench.Diagnostic{Message: stable(m)}
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
		return typeName(f[1])
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
