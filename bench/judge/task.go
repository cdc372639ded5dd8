package judge

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"dialogo/bench"
	"dialogo/bench/judge/driver"
	"dialogo/bench/judge/sandbox"
)

// stage is a task made ready: everything compiled that does not depend on an answer.
type stage struct {
	*exam
	id        string // makes import paths unique among tasks
	seen      string // the folder of the archives, which compilers see
	hidden    string // the folder of the oracle's archives, which they do not
	compile   string // import configuration for an answer
	link      string
	oracle    built // the program the oracle is in; none if there are no cases
	want      [][]value
	anyErrors [][]bool
	sentinels []sentinel
	order     []int                           // cases, visible ones first
	pace      atomic.Pointer[[]time.Duration] // what the reference takes, a case each; nil while unknown
}

// prepare reads a task, compiles its cases and has the oracle evaluate the wanted
// values.
func (j *Judge) prepare(ctx context.Context, task *bench.Task, hash string) (*stage, error) {
	j.oracles.enter()
	defer j.oracles.leave()
	e, err := j.tools.read(task)
	if err != nil {
		return nil, err
	}
	st := &stage{exam: e, id: "t" + hash[:16]}
	st.seen = filepath.Join(j.seen, st.id)
	if err := os.MkdirAll(st.seen, 0o755); err != nil {
		return nil, fmt.Errorf("task %q: %w", task.ID, err)
	}
	if st.hidden, err = j.programDir(); err != nil {
		return nil, err
	}
	defer os.RemoveAll(st.hidden)
	for _, visible := range []bool{true, false} {
		for i, c := range task.Cases {
			if c.Visible == visible {
				st.order = append(st.order, i)
			}
		}
	}
	if task.Test != nil {
		if err := j.compileShims(ctx); err != nil {
			return nil, err
		}
	}
	if err := st.compileCases(ctx, j); err != nil {
		return nil, err
	}
	if len(st.calls) > 0 {
		if st.oracle, err = j.buildOracle(ctx, st); err != nil {
			return nil, err
		}
	}
	return st, st.consult(ctx, j)
}

// path is the import path under which a package of this task is linked. In sources
// that belong to one task it goes by its plain path, see mapped.
func (st *stage) path(p string) string { return st.id + "/" + p }

// mapped tells the compiler that the plain paths mean this task's packages.
func (st *stage) mapped() string {
	text := ""
	for _, p := range []string{givenPath, casesPath, testsPath, checkerPath} {
		text += "importmap " + p + "=" + st.path(p) + "\n"
	}
	return text
}

// archives are the packages an answer may be compiled and linked with, beside the
// standard library.
func (st *stage) archives(j *Judge) map[string]string {
	m := map[string]string{driverPath: filepath.Join(j.driver, "driver.a"), st.path(casesPath): filepath.Join(st.seen, "cases.a")}
	if st.given != nil {
		m[st.path(givenPath)] = filepath.Join(st.seen, "task.a")
	}
	if st.exam.task.Test != nil {
		m[st.path(testsPath)] = filepath.Join(st.seen, "tests.a")
		m[testingPath] = filepath.Join(j.driver, "testing.a")
		m[assertPath] = filepath.Join(j.driver, "assert.a")
	}
	return m
}

// compileCases compiles, in one box, the given declarations, the cases, and the
// oracle, which is kept where an answer's compiler cannot see it. The files of the box
// have other names than those kept, hence two import configurations.
func (st *stage) compileCases(ctx context.Context, j *Judge) error {
	b := build{forTask: true}
	var what []string
	inBox := map[string]string{driverPath: filepath.Join(j.driver, "driver.a")}
	add := func(path, base, source, label, to string) {
		b.file(base+".go", []byte(source))
		b.compile(j, st.path(path), base+".a", "importcfg", base+".go")
		b.output(base+".a", to)
		inBox[st.path(path)] = base + ".a"
		what = append(what, label)
	}
	if st.given != nil {
		add(givenPath, "task", st.given.source, "context", st.seen)
	}
	add(casesPath, "cases", st.casesFile(j.tools, false), "cases", st.seen)
	if st.exam.task.Test != nil {
		source, err := st.testsFile(j.tools)
		if err != nil {
			return err
		}
		inBox[testingPath], inBox[assertPath] = filepath.Join(j.driver, "testing.a"), filepath.Join(j.driver, "assert.a")
		add(testsPath, "tests", source, "test code", st.seen)
	}
	if len(st.calls) > 0 {
		if st.exam.task.Checker != "" {
			add(checkerPath, "checker", st.checkerFile(j.tools), "checker", st.hidden)
		}
		add(oraclePath, "oracle", st.oracleFile(j.tools), "wanted values", st.hidden)
	}
	b.file("importcfg", append(j.tools.importcfg(false, inBox), st.mapped()...))
	r, err := b.runSoon(ctx, j)
	if err != nil {
		return fmt.Errorf("task %q: %w", st.exam.task.ID, err)
	}
	if !succeeded(r) {
		return st.complain(what[r.Step], r)
	}
	st.compile, st.link = filepath.Join(st.seen, "importcfg"), filepath.Join(st.seen, "linkcfg")
	if err := os.WriteFile(st.compile, append(j.tools.importcfg(false, st.archives(j)), st.mapped()...), 0o644); err != nil {
		return err
	}
	return os.WriteFile(st.link, j.tools.importcfg(true, st.archives(j)), 0o644)
}

// caseMessage is a complaint of the compiler about a case.
var caseMessage = regexp.MustCompile(`(?m)^case(\d+):\d+(?::\d+)?: (.*)$`)

// complain turns the compiler's words about a task's own code into a usage error.
func (st *stage) complain(what string, r sandbox.Result) error {
	task, out := st.exam.task, string(r.Stdout)+string(r.Stderr)
	if m := caseMessage.FindStringSubmatch(out); m != nil {
		if i, _ := strconv.Atoi(m[1]); i < len(task.Cases) {
			return bench.Usagef("task %q: case %s: %s", task.ID, task.Cases[i].ID, stable(m[2]))
		}
	}
	return bench.Usagef("task %q: %s: %s", task.ID, what, stable(firstLine(out)))
}

// oracleLimits are for the task's own code.
func (j *Judge) oracleLimits() bench.Limits {
	l := j.limits
	l.Case = max(l.Case, bench.Duration(oracleCase))
	l.MemoryMB = max(l.MemoryMB, 1024)
	l.OutputKB = max(l.OutputKB, 16<<10)
	return l
}

// consult has the oracle evaluate all wanted values.
func (st *stage) consult(ctx context.Context, j *Judge) error {
	if st.oracle.program == nil {
		return nil
	}
	release, err := j.acquire(ctx, toRun)
	if err != nil {
		return err
	}
	defer release()
	limits := j.oracleLimits()
	s, err := j.startSession(ctx, st.oracle, limits, time.Duration(limits.Case)*time.Duration(len(st.calls)+2))
	if err != nil {
		return err
	}
	defer s.close()
	for i := 0; i <= len(st.calls); i++ {
		label := "sentinel errors"
		if i < len(st.calls) {
			label = "case " + st.exam.task.Cases[i].ID
		}
		r, err := s.ask(ctx, driver.OpCase, i, nil)
		if f, ok := err.(*failure); ok {
			return bench.Usagef("task %q: %s: wanted values: %s", st.exam.task.ID, label, f.message)
		} else if err != nil {
			return err
		}
		if r.kind != driver.ReplyReturned {
			return bench.Usagef("task %q: %s: wanted values: %s", st.exam.task.ID, label, describe(r))
		}
		vs, err := decodeValues(r.payload)
		if err != nil {
			return fmt.Errorf("task %q: %s: wanted values: %w", st.exam.task.ID, label, err)
		}
		if i == len(st.calls) {
			st.nameSentinels(vs)
			break
		}
		st.want = append(st.want, vs)
		st.anyErrors = append(st.anyErrors, anyError(st.calls[i].want))
	}
	return nil
}

// oracleCase bounds, in nanoseconds of processor time, the evaluation of one
// case's wanted values, or one call of a checker.
const oracleCase = 10e9

func anyError(want []string) []bool {
	b := make([]bool, len(want))
	for i, w := range want {
		b[i] = w == ""
	}
	return b
}

func (st *stage) nameSentinels(vs []value) {
	for i, v := range vs {
		st.sentinels = append(st.sentinels, sentinel{st.exam.sentinels[i], v.s})
	}
}

// describe says in words what a reply other than results means.
func describe(r reply) string {
	switch r.kind {
	case driver.ReplyPanicked:
		return "panic: " + panicText(r.payload)
	case driver.ReplyGoexit:
		return "the call ended its goroutine (runtime.Goexit)"
	case driver.ReplyTooLarge:
		return "the values are too large"
	case driver.ReplyNoValue:
		return "the result cannot be checked: " + stable(string(r.payload))
	}
	return "an unknown reply"
}

func panicText(payload []byte) string {
	if len(payload) == 0 {
		return "?"
	}
	switch payload[0] {
	case driver.PanicText:
		return told(string(payload[1:]))
	case driver.PanicRuntime:
		return stable(string(payload[1:]))
	}
	vs, err := decodeValues(payload[1:])
	if err != nil {
		return "?"
	}
	return told(formatResults(vs, nil))
}
