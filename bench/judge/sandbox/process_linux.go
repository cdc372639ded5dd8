package sandbox

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"dialogo/bench"
)

// Process is a running Command.
type Process struct {
	id      uint64
	spawner *spawner
	pid     atomic.Int64 // of the step that runs, as seen from here
	memory  atomic.Int64 // the largest peak that was observed
	begun   atomic.Bool
	started chan struct{}
	reports chan report
	why     atomic.Pointer[End]
	done    chan struct{}
	result  Result
	err     error
	layer   bench.Layer // the one at fault, with err
	probe   []outcome
	remove  func() // removes the working folder
}

// Start starts a command. It ends at the latest when ctx does.
func (b *Box) Start(ctx context.Context, c Command) (*Process, error) {
	return b.launch(ctx, c, request{})
}

// launch starts a command with a request that may ask for a probe.
func (b *Box) launch(ctx context.Context, c Command, r request) (*Process, error) {
	defer closeAll(c.Pipes)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(c.Pipes) > MaxPipes {
		return nil, fmt.Errorf("sandbox: more than %d pipes", MaxPipes)
	}
	if c.Program != nil && len(c.Steps) != 1 {
		return nil, errors.New("sandbox: a program given by descriptor must be the only step")
	}
	b.describe(&r, c)
	var err error
	for range 2 { // a spawner may have died since the last job
		var p *Process
		if p, err = b.try(ctx, c, &r); err == nil || errors.Is(err, errClosed) {
			return p, err
		}
	}
	return nil, fmt.Errorf("sandbox: %w", err)
}

// describe fills in a request.
func (b *Box) describe(r *request, c Command) {
	r.Steps, r.Env, r.ReadOnly, r.Pipes, r.Limits, r.Program = c.Steps, c.Env, c.ReadOnly, len(c.Pipes), c.Limits, c.Program != nil
	for _, f := range c.Files {
		r.Files = append(r.Files, fileSize{f.Name, len(f.Data)})
	}
	for _, o := range c.Outputs {
		r.Outputs = append(r.Outputs, outputSize{o.Name, o.Max})
	}
	if os.Geteuid() == 0 && b.setup.uses(bench.LayerPrivileges) && !b.setup.Userns {
		r.Uid = b.spawners.user()
	}
}

// try hands the request to a spawner.
func (b *Box) try(ctx context.Context, c Command, r *request) (p *Process, err error) {
	s, id, err := b.acquire(c.ReadOnly)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			b.release(s)
		}
	}()
	out, outW, err := outputPipe()
	if err != nil {
		return nil, err
	}
	defer unix.Close(outW)
	errs, errsW, err := outputPipe()
	if err != nil {
		out.Close()
		return nil, err
	}
	defer unix.Close(errsW)
	r.ID = id
	remove, err := b.makeFolder(r)
	defer func() {
		if err != nil {
			remove()
		}
	}()
	if err != nil {
		out.Close()
		errs.Close()
		return nil, err
	}
	p = &Process{id: id, spawner: s, started: make(chan struct{}), reports: make(chan report, 1), done: make(chan struct{})}
	if err = s.submit(p, r, c.Files, descriptors(c, outW, errsW)); err != nil {
		out.Close()
		errs.Close()
		return nil, err
	}
	p.remove = remove
	go p.supervise(ctx, b, c, out, errs)
	return p, nil
}

// makeFolder makes the working folder of a request without namespaces.
func (b *Box) makeFolder(r *request) (remove func(), err error) {
	if b.setup.namespaced() {
		return func() {}, nil
	}
	dir, err := os.MkdirTemp(b.setup.Scratch, "dialogo-box-")
	r.Folder = dir
	return func() { os.RemoveAll(dir) }, err
}

// descriptors are those of a request, in its order.
func descriptors(c Command, out, errs int) []int {
	fds := []int{out, errs}
	for _, f := range c.Pipes {
		fd := int(f.Fd())
		unix.SetNonblock(fd, false) // programs do not expect it
		fds = append(fds, fd)
	}
	for _, o := range c.Outputs {
		fds = append(fds, int(o.To.Fd()))
	}
	if c.Program != nil {
		fds = append(fds, int(c.Program.Fd()))
	}
	return fds
}

// outputPipe makes a pipe whose reading end is for us.
func outputPipe() (r *os.File, w int, err error) {
	var fds [2]int
	if err := unix.Pipe2(fds[:], unix.O_CLOEXEC); err != nil {
		return nil, 0, fmt.Errorf("pipe: %w", err)
	}
	unix.SetNonblock(fds[0], true)
	return os.NewFile(uintptr(fds[0]), "output"), fds[1], nil
}

// supervise collects output and report, and enforces wall time.
func (p *Process) supervise(ctx context.Context, b *Box, c Command, out, errs *os.File) {
	defer close(p.done)
	defer b.release(p.spawner)
	ps := &pumps{max: int(c.Limits.Output / 2)}
	stdout, stderr := ps.pump(out), ps.pump(errs)
	timer := time.AfterFunc(c.Limits.Wall, func() { p.end(WallTime) })
	defer timer.Stop()
	defer context.AfterFunc(ctx, func() { p.end(Killed) })()
	var r report
	var lost error
	select {
	case r = <-p.reports:
	case <-p.spawner.dead:
		select {
		case r = <-p.reports: // its last words
		default:
			lost = p.spawner.err
		}
	}
	p.pid.Store(0)
	p.remove()
	p.spawner.forget(p.id)
	p.begin(0)
	if !b.setup.namespaced() { // something may have escaped with the other ends
		deadline := time.Now().Add(time.Second)
		out.SetReadDeadline(deadline)
		errs.SetReadDeadline(deadline)
	}
	ps.wg.Wait()
	p.result = Result{End: Exited, Step: r.Step, Exit: r.Exit, Signal: r.Signal, StepCPU: r.CPU, Stdout: *stdout, Stderr: *stderr,
		Memory: p.peak(r), Printed: ps.printed.Load()}
	for _, d := range r.CPU {
		p.result.CPU += d
	}
	p.probe, p.layer = r.Probe, r.Layer
	switch why := p.why.Load(); {
	case ctx.Err() != nil:
		p.err = context.Cause(ctx)
	case lost != nil && b.isClosed():
		p.err = errClosed
	case lost != nil:
		p.err = lost
	case why != nil:
		p.result.End, p.result.Exit, p.result.Signal = *why, 0, 0
	case r.Fault != "":
		p.err = errors.New("sandbox: " + r.Fault)
	case r.Signal != 0:
		p.result.End = Signaled
	}
}

func (b *Box) isClosed() bool {
	b.spawners.mu.Lock()
	defer b.spawners.mu.Unlock()
	return b.spawners.closed
}

// begin notes which process the step is.
func (p *Process) begin(pid int) {
	if pid != 0 {
		p.observe() // the step before
		p.pid.Store(int64(pid))
	}
	if p.begun.CompareAndSwap(false, true) {
		close(p.started)
	}
}

// end kills everything, once, for a reason.
func (p *Process) end(why End) {
	if !p.why.CompareAndSwap(nil, &why) {
		return
	}
	p.observe()
	p.spawner.kill(p.id)
}

// Kill ends the process and all it started. It may be called at any time.
func (p *Process) Kill() { p.end(Killed) }

// Wait returns when nothing of the process is left. The error means that the box
// failed, or that the context ended.
func (p *Process) Wait() (Result, error) {
	<-p.done
	return p.result, p.err
}

// Started is closed when the first step is about to begin, or never will.
func (p *Process) Started() <-chan struct{} { return p.started }

func closeAll(fs []*os.File) {
	for _, f := range fs {
		if f != nil {
			f.Close()
		}
	}
}
