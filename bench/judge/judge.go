package judge

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"dialogo/bench"
	"dialogo/bench/judge/sandbox"
)

// Version names the rules by which this judge decides and words its findings. It
// changes whenever a verdict may.
const Version = "judge/1"

// Options are how to judge. The zero value is useful.
type Options struct {
	// Limits bound each answer; zero fields have bench.Limits' defaults.
	Limits bench.Limits
	// Unsandboxed lets answers run without isolation from files, network and other
	// processes. Only for machines where nothing else will do, and code you trust.
	Unsandboxed bool
}

// Judge compiles and executes answers. It is safe for use by many goroutines, and
// runs at most as many programs at once as there are processors.
type Judge struct {
	limits bench.Limits
	tools  *toolchain
	box    *sandbox.Box
	checks []Check
	dir    string // our files; removed by Close, or by sweep
	lock   *flock.Flock
	driver string // archives of the driver and what stands in for test packages

	slots    chan struct{}
	end      context.CancelCauseFunc
	life     context.Context
	work     sync.WaitGroup
	stages   *memo[*stage]
	verdicts *memo[bench.Verdict]
	shims    *memo[struct{}]
	counts   *memo[int] // how many checks the reference completes
}

// Check is a finding about what the judge depends on.
type Check = sandbox.Check

var errClosed = errors.New("the judge is closed")

// New finds the toolchain and tries the sandbox out. The error is a
// *bench.UsageError if there is no go command, if it is too old, or if programs
// cannot be isolated here and Options.Unsandboxed is not set.
func New(ctx context.Context, o Options) (*Judge, error) {
	j := &Judge{limits: o.Limits.WithDefaults(), slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
	if err := j.openBox(ctx, o.Unsandboxed); err != nil {
		return nil, err
	}
	sweep()
	var err error
	if j.dir, j.lock, err = makeFolder(); err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	j.life, j.end = context.WithCancelCause(context.WithoutCancel(ctx))
	j.stages, j.verdicts = newMemo[*stage](j.life, &j.work), newMemo[bench.Verdict](j.life, &j.work)
	j.shims, j.counts = newMemo[struct{}](j.life, &j.work), newMemo[int](j.life, &j.work)
	if err := j.open(ctx); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return j, nil
}

func (j *Judge) openBox(ctx context.Context, unsandboxed bool) error {
	box, checks, err := sandbox.Open(ctx)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	j.box, j.checks = box, checks
	switch {
	case unsandboxed:
		j.box = sandbox.Unsandboxed()
	case err != nil:
		return bench.Usagef("answers cannot be isolated on this machine: %w; use a machine that can, or judge unsandboxed, which lets answers read files and reach the network", err)
	}
	return nil
}

func (j *Judge) open(ctx context.Context) (err error) {
	if err := os.Chmod(j.dir, 0o755); err != nil { // the box may have a user of its own
		return fmt.Errorf("judge: %w", err)
	}
	if j.tools, err = findToolchain(ctx, j.dir); err != nil {
		return err
	}
	return j.compileDriver(ctx)
}

// Sandbox says in words what isolates answers.
func (j *Judge) Sandbox() string { return j.box.String() }

// Doctor tells what the judge found on this machine: the toolchain, and the
// attempts to get out of the sandbox that were prevented.
func (j *Judge) Doctor() []Check {
	return append([]Check{{Name: "toolchain", Holds: true, Detail: j.tools.version}}, j.checks...)
}

// Close ends all work and removes the judge's files.
func (j *Judge) Close() error {
	j.end(errClosed)
	j.work.Wait()
	return errors.Join(j.lock.Close(), os.RemoveAll(j.dir)) // in this order for Windows
}

// enter waits for a processor to run a program on.
func (j *Judge) enter(ctx context.Context) error {
	select {
	case j.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (j *Judge) leave() { <-j.slots }

// Judge compiles an answer and runs the task's cases. Equal answers to equal tasks
// are judged once. A task that cannot work gives a *bench.UsageError that names
// task and case; other errors mean that judging itself failed.
func (j *Judge) Judge(ctx context.Context, task *bench.Task, code string) (bench.Verdict, error) {
	if j.life.Err() != nil {
		return bench.Verdict{}, errClosed
	}
	hash := task.Hash()
	key := sha256.Sum256([]byte(hash + "\x00" + code))
	v, err := j.verdicts.do(ctx, hex.EncodeToString(key[:]), func(ctx context.Context) (bench.Verdict, error) {
		st, err := j.stages.do(ctx, hash, func(ctx context.Context) (*stage, error) {
			return j.prepare(ctx, task, hash)
		})
		if err != nil {
			return bench.Verdict{}, err
		}
		return j.judge(ctx, st, code)
	})
	// Callers may change what they get.
	v.Cases, v.Diagnostics = slices.Clone(v.Cases), slices.Clone(v.Diagnostics)
	return v, err
}

func (j *Judge) judge(ctx context.Context, st *stage, code string) (bench.Verdict, error) {
	v := bench.Verdict{Trust: st.exam.task.Trust(), Judge: Version, Cases: st.notRun()}
	if strings.TrimSpace(code) == "" {
		v.Status = bench.NoCode
		return v, nil
	}
	checks := 0
	if st.exam.task.Test != nil {
		var err error
		checks, err = j.counts.do(ctx, st.dir, func(ctx context.Context) (int, error) { return st.learnChecks(ctx, j) })
		if err != nil {
			return bench.Verdict{}, err
		}
	}
	begin := time.Now()
	b, err := j.buildAnswer(ctx, st, code)
	v.CompileMS = milliseconds(begin)
	if err != nil {
		return bench.Verdict{}, err
	}
	defer b.remove()
	if len(b.diagnostics) > 0 {
		v.Status, v.Diagnostics = bench.CompileError, b.diagnostics
		return v, nil
	}
	if err := j.enter(ctx); err != nil {
		return bench.Verdict{}, err
	}
	defer j.leave()
	begin = time.Now()
	t := j.newTrial(st, b.program)
	if err = t.cases(ctx); err == nil && st.exam.task.Test != nil {
		err = t.test(ctx, checks)
	}
	if err != nil {
		return bench.Verdict{}, err
	}
	v.RunMS, v.Cases = milliseconds(begin), t.results
	v.Status = worst(v.Cases)
	return v, nil
}

func milliseconds(since time.Time) float64 {
	return float64(time.Since(since).Microseconds()) / 1000
}

// built is what became of building an answer: a program or diagnostics.
type built struct {
	dir, program string
	diagnostics  []bench.Diagnostic
}

func (b built) remove() { os.RemoveAll(b.dir) }

// buildAnswer compiles and links an answer with the task's cases.
func (j *Judge) buildAnswer(ctx context.Context, st *stage, code string) (out built, err error) {
	a := readAnswer(code, st.exam, j.tools)
	if ctx.Err() != nil {
		return out, context.Cause(ctx)
	}
	if len(a.refused) > 0 {
		return built{diagnostics: a.refused[:min(len(a.refused), maxDiagnostics)]}, nil
	}
	if out.dir, err = os.MkdirTemp(j.dir, "answer-"); err != nil {
		return out, fmt.Errorf("judge: %w", err)
	}
	defer func() {
		if err != nil {
			out.remove()
		}
	}()
	if err := os.Chmod(out.dir, 0o755); err != nil {
		return out, fmt.Errorf("judge: %w", err)
	}
	var b build
	b.file(answerFile, []byte(a.source))
	b.file("bridge.go", []byte(st.bridge(a)))
	names := []string{answerFile, "bridge.go"}
	if a.merge {
		b.file("given.go", []byte(st.given.merged(a.funcs)))
		b.file("cases.go", []byte(st.casesFile(j.tools, true)))
		names = append([]string{"given.go", "cases.go"}, names...) // what is declared twice is found in the answer
	}
	b.compile(j, "main", "answer.a", st.compile, names...)
	b.link(j, "answer.a", "answer", st.link)
	b.outputs = []string{"answer"}
	r, err := b.run(ctx, j, out.dir, st.seen, j.driver)
	if err != nil {
		return out, err
	}
	if !succeeded(r) {
		out.diagnostics = a.diagnose(st.exam, r, j.limits)
		return out, nil
	}
	out.program = filepath.Join(out.dir, "answer")
	return out, nil
}
