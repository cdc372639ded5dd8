//go:build !linux

package sandbox

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"time"

	"io"

	"dialogo/bench"
)

// hasSeccomp is false: only Linux has it.
const hasSeccomp = false

// Init does nothing on this system.
func Init() {}

// Open fails: there is no isolation on this system.
func Open(_ context.Context, options ...Options) (*Box, []Check, error) {
	if len(options) > 0 && options[0].Unsandboxed {
		return unsandboxed(options[0]), nil, nil
	}
	var checks []Check
	for _, l := range bench.Layers() {
		checks = append(checks, Check{Layer: l, Name: string(l), Detail: "only Linux has it", Fix: "judge on Linux, or in a Linux virtual machine or container"})
	}
	return nil, checks, ErrUnsupported
}

// String says in words what isolates.
func (b *Box) String() string { return "none" }

// spawners are not needed on this system.
type spawners struct{ closed atomic.Bool }

// Close makes Start and Run fail from now on.
func (b *Box) Close() error {
	b.spawners.closed.Store(true)
	return nil
}

// Process is a running Command.
type Process struct {
	why    atomic.Pointer[End]
	cancel context.CancelFunc
	begun  chan struct{}
	done   chan struct{}
	result Result
	err    error
}

// Start starts a command. It ends at the latest when ctx does.
func (b *Box) Start(ctx context.Context, c Command) (*Process, error) {
	if b.spawners.closed.Load() {
		return nil, errClosed
	}
	work, err := os.MkdirTemp(b.setup.Scratch, "dialogo-box-")
	if err != nil {
		return nil, err
	}
	for _, f := range c.Files {
		if err := os.WriteFile(filepath.Join(work, f.Name), f.Data, 0o644); err != nil {
			os.RemoveAll(work)
			return nil, err
		}
	}
	inner, cancel := context.WithCancel(ctx)
	p := &Process{cancel: cancel, begun: make(chan struct{}), done: make(chan struct{})}
	close(p.begun)
	go p.run(ctx, inner, c, work)
	return p, nil
}

func (p *Process) run(ctx, inner context.Context, c Command, work string) {
	defer close(p.done)
	defer os.RemoveAll(work)
	defer closeAll(c.Pipes)
	timer := time.AfterFunc(c.Limits.Wall, func() { p.end(WallTime) })
	defer timer.Stop()
	p.result.End = Exited
	for i, argv := range c.Steps {
		p.result.Step = i
		if p.step(inner, c, work, argv); p.err != nil || p.result.Exit != 0 || p.result.End != Exited {
			break
		}
	}
	if why := p.why.Load(); why != nil {
		p.result.End, p.err = *why, nil
	} else if p.err == nil && p.result.Exit == 0 && p.result.End == Exited {
		p.err = copyOutputs(c, work)
	}
	if ctx.Err() != nil {
		p.err = context.Cause(ctx)
	}
	p.cancel()
}

func (p *Process) step(ctx context.Context, c Command, work string, argv []string) {
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	if c.Program != nil {
		cmd.Path = c.Program.Name() // no execution by descriptor here
	}
	cmd.Dir, cmd.Env, cmd.ExtraFiles = work, c.Env, c.Pipes
	ps := &pumps{max: int(c.Limits.Output / 2)}
	outR, outW, err1 := os.Pipe()
	errR, errW, err2 := os.Pipe()
	if p.err = errors.Join(err1, err2); p.err != nil {
		return
	}
	cmd.Stdout, cmd.Stderr = outW, errW
	stdout, stderr := ps.pump(outR), ps.pump(errR)
	err := cmd.Run()
	outW.Close()
	errW.Close()
	ps.wg.Wait()
	p.result.Stdout = append(p.result.Stdout, *stdout...)
	p.result.Printed += ps.printed.Load()
	p.result.Stderr = append(p.result.Stderr, *stderr...)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		p.result.Exit = exit.ExitCode()
		if p.result.Exit < 0 {
			p.result.End = Signaled
		}
	case err != nil:
		p.err = err
	}
	if cmd.ProcessState != nil {
		p.result.CPU += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
}

func copyOutputs(c Command, work string) error {
	for _, o := range c.Outputs {
		f, err := os.Open(filepath.Join(work, o.Name))
		if err != nil {
			return err
		}
		_, err = io.Copy(o.To, io.LimitReader(f, o.Max))
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	return nil
}

func (p *Process) end(why End) {
	if p.why.CompareAndSwap(nil, &why) {
		p.cancel()
	}
}

// Kill ends the process. It may be called at any time.
func (p *Process) Kill() { p.end(Killed) }

// Wait returns when the process ended.
func (p *Process) Wait() (Result, error) {
	<-p.done
	return p.result, p.err
}

// Started is closed when the first step is about to begin.
func (p *Process) Started() <-chan struct{} { return p.begun }

// Usage is not known on this system.
func (p *Process) Usage() Usage { return Usage{} }

func closeAll(fs []*os.File) {
	for _, f := range fs {
		if f != nil {
			f.Close()
		}
	}
}
