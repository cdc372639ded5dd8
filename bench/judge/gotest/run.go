package gotest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Outcome is what go test found.
type Outcome string

// The outcomes.
const (
	Passed       Outcome = "passed"
	Failed       Outcome = "failed" // a check failed, a panic, an exit
	CompileError Outcome = "compile_error"
	Timeout      Outcome = "timeout"
	Memory       Outcome = "memory" // over Options.MemoryMB
)

// Result is an outcome and what go test printed, of which the middle is left out where
// it is long.
type Result struct {
	Outcome Outcome
	Output  string
	// Elapsed is the wall time the test binary took; 0 where it is not known.
	Elapsed time.Duration
}

// maxOutput bounds Result.Output, in bytes.
const maxOutput = 8 << 10

// starved is how long go test may take beyond the test's timeout.
const starved = 2 * time.Minute

// Judge runs go test for one answer. It may be called by many goroutines. An error
// means that go test could not be run.
func (w *Workspace) Judge(ctx context.Context, a Answer) (Result, error) {
	name, err := w.add(a)
	if err != nil {
		return Result{}, err
	}
	dir := filepath.Join(w.dir, name)
	defer os.RemoveAll(dir)
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return Result{}, err
	}
	args := w.flags()
	for _, f := range files {
		args = append(args, filepath.Base(f))
	}
	out, err := w.run(ctx, dir, args)
	if err != nil {
		return Result{}, err
	}
	return result(append(out.stdout, out.stderr...), out.ok, 0), nil
}

// output is what a go command printed, and whether it exited with 0.
type output struct {
	stdout, stderr []byte
	ok             bool
}

func (w *Workspace) run(ctx context.Context, dir string, args []string) (output, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(max(1, len(args)))*w.options.Timeout+starved)
	defer cancel()
	c := w.command(ctx, dir, args...)
	killAll(c)
	c.WaitDelay = 5 * time.Second
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	if ctx.Err() != nil {
		return output{}, context.Cause(ctx)
	}
	if _, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed {
		return output{}, err
	}
	return output{stdout.Bytes(), stderr.Bytes(), err == nil}, nil
}

// result reads what go test printed about one answer.
func result(out []byte, ok bool, elapsed time.Duration) Result {
	r := Result{Outcome: Failed, Elapsed: elapsed, Output: shortened(string(out))}
	has := func(texts ...string) bool {
		return slices.ContainsFunc(texts, func(t string) bool { return bytes.Contains(out, []byte(t)) })
	}
	switch {
	case ok:
		r.Outcome = Passed
	case has("[build failed]", "[setup failed]"):
		r.Outcome = CompileError
	case has("panic: test timed out after"):
		r.Outcome = Timeout
	case has("fatal error: runtime: out of memory", "fatal error: runtime: cannot allocate memory", "fatal error: out of memory"):
		r.Outcome = Memory
	}
	return r
}

func shortened(out string) string {
	if half := maxOutput / 2; len(out) > maxOutput {
		out = out[:half] + "\n[...]\n" + out[len(out)-half:]
	}
	return strings.TrimSpace(out)
}
