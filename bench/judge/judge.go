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
const Version = "judge/2"

// Options are how to judge. The zero value is useful.
type Options struct {
	// Limits bound each answer; zero fields have bench.Limits' defaults.
	Limits bench.Limits
	// Layers are the layers of isolation that must hold; none means the sandbox's
	// default, see sandbox.Options.
	Layers []bench.Layer
	// Unsandboxed lets answers run without isolation from files, network and other
	// processes. Only for machines where nothing else will do, and code you trust.
	Unsandboxed bool
	// Alone builds every answer as a program of its own, with no others: for
	// measurements and comparisons.
	Alone bool
}

// Judge compiles and executes answers. It is safe for use by many goroutines, and
// runs at most as many programs at once as there are processors. Answers that come
// at the same time are built together, so the more are judged at once, the less
// each of them costs.
type Judge struct {
	limits bench.Limits
	alone  bool // see Options.Alone
	tools  *toolchain
	box    *sandbox.Box
	checks []Check
	dir    string // our files; removed by Close, or by sweep
	lock   *flock.Flock
	// seen is the part of dir that the compiler sees: archives of all tasks, and of the
	// driver. No wanted values, no programs. visible is all it sees.
	seen    string
	visible []string
	driver  string // archives of the driver and what stands in for test packages

	stats    stats
	keeping  sync.Mutex
	kept     []*program // of oracles
	readers  chan struct{}
	slots    *slots
	batches  *batcher // of answers
	oracles  *batcher
	end      context.CancelCauseFunc
	life     context.Context
	work     sync.WaitGroup
	stages   *memo[*stage]
	verdicts *memo[bench.Verdict]
	shims    *memo[struct{}]
	counts   *memo[int]             // how many checks the reference completes
	paces    *memo[[]time.Duration] // what the reference takes, see pace
}

// keptVerdicts is how many verdicts are kept for answers that come again. Equal answers
// come from the arms of a study, about the same time.
const keptVerdicts = 10_000

// Check is a finding about what the judge depends on.
type Check = sandbox.Check

var errClosed = errors.New("the judge is closed")

// New finds the toolchain and tries the sandbox out. The error is a
// *bench.UsageError if there is no go command, if it is too old, or if programs
// cannot be isolated here and Options.Unsandboxed is not set.
func New(ctx context.Context, o Options) (*Judge, error) {
	j := &Judge{limits: o.Limits.WithDefaults(), alone: o.Alone, slots: newSlots(runtime.GOMAXPROCS(0)), readers: make(chan struct{}, runtime.GOMAXPROCS(0))}
	sweep()
	var err error
	if j.dir, j.lock, err = makeFolder(); err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	j.life, j.end = context.WithCancelCause(context.WithoutCancel(ctx))
	j.stages, j.verdicts = newMemo[*stage](j.life, &j.work), newMemo[bench.Verdict](j.life, &j.work)
	j.verdicts.limit = keptVerdicts
	j.shims, j.counts = newMemo[struct{}](j.life, &j.work), newMemo[int](j.life, &j.work)
	j.paces = newMemo[[]time.Duration](j.life, &j.work)
	j.batches, j.oracles = newBatcher(j.slots, j.buildBatch), newBatcher(j.slots, j.buildOracles)
	if err := j.open(ctx, o); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	j.work.Go(func() { j.batches.run(j.life, &j.work) })
	j.work.Go(func() { j.oracles.run(j.life, &j.work) })
	return j, nil
}

func (j *Judge) open(ctx context.Context, o Options) (err error) {
	if err := j.openBox(ctx, o); err != nil {
		return err
	}
	j.seen = filepath.Join(j.dir, "seen")
	for _, dir := range []string{j.dir, j.seen} { // the box may have a user of its own
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("judge: %w", err)
		}
		if err := os.Chmod(dir, 0o755); err != nil {
			return fmt.Errorf("judge: %w", err)
		}
	}
	if j.tools, err = findToolchain(ctx, j.dir); err != nil {
		return err
	}
	j.visible = append([]string{j.seen}, j.tools.readOnly...)
	return j.compileDriver(ctx)
}

func (j *Judge) openBox(ctx context.Context, o Options) error {
	box, checks, err := sandbox.Open(ctx, sandbox.Options{Require: o.Layers, Unsandboxed: o.Unsandboxed, Scratch: j.dir})
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	j.box, j.checks = box, checks
	if err != nil {
		return bench.Usagef("answers cannot be isolated on this machine: %w; 'dialogo doctor' says what holds here; --unsafe-no-sandbox judges without, which lets answers read files and reach the network", err)
	}
	return nil
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
	for _, p := range j.kept {
		p.release()
	}
	var err error
	if j.box != nil {
		err = j.box.Close()
	}
	return errors.Join(err, j.lock.Close(), os.RemoveAll(j.dir)) // in this order for Windows
}

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
	j.batches.enter()
	defer j.batches.leave()
	x := &examination{j: j, st: st, checks: -1}
	if st.exam.task.Test != nil {
		var err error
		x.checks, err = j.counts.do(ctx, st.id, func(ctx context.Context) (int, error) { return st.learnChecks(ctx, j) })
		if err != nil {
			return bench.Verdict{}, err
		}
	}
	t, diagnostics, err := x.examine(ctx, code)
	if err != nil {
		return bench.Verdict{}, err
	}
	v.Resources = x.took
	if len(diagnostics) > 0 {
		v.Status, v.Diagnostics = bench.CompileError, diagnostics
		return v, nil
	}
	v.Cases = t.results
	v.Status = worst(v.Cases)
	return v, nil
}

// built is what became of building an answer: a program it is in, or diagnostics.
type built struct {
	program *program
	index   int  // which of the program's answers
	shared  bool // other answers are in it, and what dies in it is to be built alone
	// cost is the processor time that building it took, also if it came to nothing.
	cost time.Duration
	// diagnostics say why it could not be built.
	diagnostics []bench.Diagnostic
}

func (b built) remove() {
	if b.program != nil {
		b.program.release()
	}
}

func milliseconds(since time.Time) float64 { return inMS(time.Since(since)) }

func inMS(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
