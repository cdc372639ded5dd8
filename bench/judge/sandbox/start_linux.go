package sandbox

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// plan is what the first stage is told, through its lifeline.
type plan struct {
	Self     string
	Isolated bool
	Uid      int // to switch to, 0 to keep
	Work     string
	Probe    bool
	Steps    [][]string
	Env      []string
	Files    []File
	ReadOnly []string
	Pipes    int
	Program  bool
	Outputs  []planOutput
	Limits   Limits
}

type planOutput struct {
	Name string
	Max  int64
}

// report is what the first stage says at the end.
type report struct {
	Fault  string // the box failed
	Step   int
	Exit   int
	Signal int
	CPU    time.Duration
	Memory int64
}

// Process is a running Command.
type Process struct {
	cmd      *exec.Cmd
	lifeline *os.File
	pid      atomic.Int64 // of the step that runs, as seen from here
	started  chan struct{}
	why      atomic.Pointer[End]
	done     chan struct{}
	result   Result
	err      error
}

// Start starts a command. It ends at the latest when ctx does.
func (b *Box) Start(ctx context.Context, c Command) (*Process, error) {
	defer closeAll(c.Pipes)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if b.closed.Load() {
		return nil, errClosed
	}
	pl, err := b.plan(c)
	if err != nil {
		return nil, err
	}
	p := &Process{started: make(chan struct{}), done: make(chan struct{})}
	if err := p.launch(ctx, b, c, pl); err != nil {
		if !b.isolated {
			os.RemoveAll(pl.Work)
		}
		return nil, err
	}
	return p, nil
}

func (b *Box) plan(c Command) (plan, error) {
	self, err := os.Executable() // a path: /proc/self/exe leads into the old mount namespace
	if err != nil {
		return plan{}, fmt.Errorf("sandbox: %w", err)
	}
	pl := plan{Self: self, Isolated: b.isolated, Work: "/box", Probe: c.probe, Steps: c.Steps, Env: c.Env, Files: c.Files,
		ReadOnly: c.ReadOnly, Pipes: len(c.Pipes), Limits: c.Limits, Program: c.Program != nil}
	for _, o := range c.Outputs {
		pl.Outputs = append(pl.Outputs, planOutput{o.Name, o.Max})
	}
	if b.isolated && !b.userns {
		pl.Uid = freshUid()
	}
	if !b.isolated {
		if pl.Work, err = os.MkdirTemp(b.scratch, "dialogo-box-"); err != nil {
			return plan{}, fmt.Errorf("sandbox: %w", err)
		}
	}
	return pl, nil
}

// freshUid returns a user no other running box of ours has, since RLIMIT_NPROC
// counts threads by user. Root only.
func freshUid() int {
	var b [2]byte
	unix.Getrandom(b[:], 0)
	return 100_000 + int(binary.LittleEndian.Uint16(b[:]))
}

// launch makes the channels to the first stage and starts it.
//
// Descriptors of the first stage: 0-2 the streams, then the caller's pipes, the
// lifeline, the report socket, and the files for outputs.
func (p *Process) launch(ctx context.Context, b *Box, c Command, pl plan) (err error) {
	var ours, theirs []*os.File
	defer func() {
		closeAll(theirs)
		if err != nil {
			closeAll(ours)
		}
	}()
	pipe := func() (r, w *os.File) {
		if err == nil {
			r, w, err = os.Pipe()
		}
		return r, w
	}
	lineR, lineW := pipe()
	outR, outW := pipe()
	errR, errW := pipe()
	null, nullErr := os.Open(os.DevNull)
	conn, peer, sockErr := reportSocket()
	ours, theirs = []*os.File{lineW, outR, errR}, []*os.File{lineR, outW, errW, null, peer}
	if err = errors.Join(err, nullErr, sockErr); err != nil {
		return fmt.Errorf("sandbox: %w", err)
	}
	p.lifeline = lineW
	p.cmd = &exec.Cmd{Path: "/proc/self/exe", Args: []string{initArg}, Dir: "/", Env: stageEnv(len(c.Pipes)),
		Stdin: null, Stdout: outW, Stderr: errW, SysProcAttr: b.attributes()}
	p.cmd.ExtraFiles = append(append(p.cmd.ExtraFiles, c.Pipes...), lineR, peer)
	for _, o := range c.Outputs {
		p.cmd.ExtraFiles = append(p.cmd.ExtraFiles, o.To)
	}
	if c.Program != nil {
		p.cmd.ExtraFiles = append(p.cmd.ExtraFiles, c.Program)
	}
	if err = p.cmd.Start(); err != nil {
		conn.Close()
		return fmt.Errorf("sandbox: start: %w", err)
	}
	go p.supervise(ctx, c, pl, conn, outR, errR)
	return nil
}

// attributes asks for fresh namespaces.
func (b *Box) attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setsid: true}
	if !b.isolated {
		return a
	}
	a.Cloneflags = syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC |
		syscall.CLONE_NEWUTS | syscall.CLONE_NEWCGROUP
	if b.userns {
		a.Cloneflags |= syscall.CLONE_NEWUSER
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}}
	}
	return a
}

// supervise feeds the plan, collects output and report, and enforces wall time.
func (p *Process) supervise(ctx context.Context, c Command, pl plan, conn *net.UnixConn, out, errs *os.File) {
	defer close(p.done)
	if !pl.Isolated {
		defer os.RemoveAll(pl.Work)
	}
	ps := &pumps{max: int(c.Limits.Output / 2)}
	stdout, stderr := ps.pump(out), ps.pump(errs)
	timer := time.AfterFunc(c.Limits.Wall, func() { p.end(WallTime) })
	defer timer.Stop()
	defer context.AfterFunc(ctx, func() { p.end(Killed) })()
	if err := json.NewEncoder(p.lifeline).Encode(pl); err != nil {
		p.end(Killed)
	}
	r, err := p.listen(conn)
	// An unisolated first stage may have ended while the program runs on.
	waitErr := p.cmd.Wait() // isolated: returns when all processes of the namespace are gone
	if !pl.Isolated {
		unix.Kill(-p.cmd.Process.Pid, unix.SIGKILL)
	}
	p.lifeline.Close()
	ps.wg.Wait()
	p.result = Result{End: Exited, Step: r.Step, Exit: r.Exit, Signal: r.Signal, CPU: r.CPU, Stdout: *stdout, Stderr: *stderr,
		Memory: r.Memory, Printed: ps.printed.Load()}
	switch why := p.why.Load(); {
	case ctx.Err() != nil:
		p.err = context.Cause(ctx)
	case why != nil:
		p.result.End = *why
	case err != nil:
		p.err = fmt.Errorf("sandbox: the first stage died without a report: %w (%v)", err, waitErr)
	case r.Fault != "":
		p.err = errors.New("sandbox: " + r.Fault)
	case r.Signal != 0:
		p.result.End = Signaled
	}
}

// end kills everything, once, for a reason.
func (p *Process) end(why End) {
	if !p.why.CompareAndSwap(nil, &why) {
		return
	}
	p.cmd.Process.Kill()
	if pid := int(p.pid.Load()); pid > 0 && p.cmd.SysProcAttr.Cloneflags == 0 {
		unix.Kill(pid, unix.SIGKILL)
	}
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
