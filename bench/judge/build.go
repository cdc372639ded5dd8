package judge

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"dialogo/bench/judge/sandbox"
)

// The bounds of compiling and linking besides Limits.Compile. Tiny sources exist
// that make the compiler use all memory there is.
const (
	buildMemory  = 1536 << 20
	buildScratch = 256 << 20
	buildOutput  = 1 << 20
	buildThreads = 64
)

// build is a sequence of compiler and linker calls in one box.
type build struct {
	steps   [][]string
	files   []sandbox.File
	outputs []output
	forTask bool // and not for an answer
	// most bounds the processor time of each step, beside Limits.Compile, if it is not 0.
	most time.Duration
}

// output is a file to take from the box into a folder.
type output struct{ name, dir string }

func (b *build) output(name, dir string) { b.outputs = append(b.outputs, output{name, dir}) }

// compile adds a step that makes path.a of Go files. cfg is an import configuration
// among the files of the box or on the host.
func (b *build) compile(j *Judge, path, out, cfg string, names ...string) {
	step := []string{j.tools.compiler, "-p", path, "-o", out, "-importcfg", cfg, "-c=1", "-complete", "-pack", "-dwarf=false"}
	b.steps = append(b.steps, append(step, names...))
}

// link adds a step that makes a program.
func (b *build) link(j *Judge, main, out, cfg string) {
	b.steps = append(b.steps, []string{j.tools.linker, "-importcfg", cfg, "-o", out, "-s", "-w", "-buildmode=exe", "-buildid=", main})
}

func (b *build) file(name string, data []byte) {
	b.files = append(b.files, sandbox.File{Name: name, Data: data})
}

// runSoon waits for a processor and runs.
func (b *build) runSoon(ctx context.Context, j *Judge) (sandbox.Result, error) {
	release, err := j.acquire(ctx, toBuild)
	if err != nil {
		return sandbox.Result{}, err
	}
	defer release()
	return b.run(ctx, j)
}

// run carries the build out in a box that sees the toolchain and the archives of all
// tasks. The caller has a processor.
func (b *build) run(ctx context.Context, j *Judge) (res sandbox.Result, err error) {
	limit := time.Duration(j.limits.Compile)
	if b.most > 0 {
		limit = min(limit, b.most)
	}
	c := sandbox.Command{Steps: b.steps, Files: b.files, ReadOnly: j.visible,
		Env: []string{"GOMAXPROCS=1", "GOGC=off", "GOMEMLIMIT=1GiB", "GOTOOLCHAIN=local", "TMPDIR=.", "GOROOT="},
		Limits: sandbox.Limits{Memory: buildMemory, CPU: limit, Wall: starvedFactor*limit + time.Minute,
			Output: buildOutput, Scratch: buildScratch, Threads: buildThreads}}
	var made []*os.File
	defer func() {
		for _, f := range made {
			if cerr := f.Close(); err == nil {
				err = cerr
			}
		}
	}()
	for _, o := range b.outputs {
		f, err := os.OpenFile(filepath.Join(o.dir, o.name), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o755)
		if err != nil {
			return res, fmt.Errorf("build: %w", err)
		}
		made = append(made, f)
		c.Outputs = append(c.Outputs, sandbox.Output{Name: o.name, To: f, Max: buildScratch})
	}
	res, err = j.box.Run(ctx, c)
	j.stats.add(func(s *Stats) {
		for i, d := range res.StepCPU {
			switch {
			case b.forTask:
				s.Prepare += d
			case b.steps[i][0] == j.tools.linker:
				s.Link += d
			default:
				s.Compile += d
			}
		}
	})
	if err == nil && res.End == sandbox.WallTime {
		err = errors.New("the machine is too busy for the compiler to come to its limits")
	}
	if err != nil {
		err = fmt.Errorf("build: %w", err)
	}
	return res, err
}

// succeeded reports whether all steps did what they should.
func succeeded(r sandbox.Result) bool {
	return r.End == sandbox.Exited && r.Exit == 0
}
