package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// The names under which the stages are started, and how many pipes of the caller
// come before the lifeline.
const (
	initArg  = "dialogo-sandbox-init"
	stepArg  = "dialogo-sandbox-step"
	pipesVar = "DIALOGO_SANDBOX_PIPES"
)

// stageEnv is the environment of a stage. The race detector, if this program has
// it, would let each stage sleep for a second at its end.
func stageEnv(pipes int) []string {
	return []string{"GOMAXPROCS=1", "GOGC=off", "GORACE=atexit_sleep_ms=0", fmt.Sprintf("%s=%d", pipesVar, pipes)}
}

// Init must be the first call of main, and of TestMain in a test binary that
// judges. It returns at once unless this process was started by a Box, in which
// case it never returns.
func Init() {
	switch os.Args[0] {
	case initArg:
		firstStage()
	case stepArg:
		secondStage()
	default:
		return
	}
	os.Exit(0)
}

// firstStage is process 1 of the box. It never runs foreign code.
func firstStage() {
	runtime.LockOSThread() // credentials and death signals are per thread
	pipes, _ := strconv.Atoi(os.Getenv(pipesVar))
	lifeline := os.NewFile(uintptr(3+pipes), "lifeline")
	sock := 4 + pipes
	dec := json.NewDecoder(lifeline)
	var pl plan
	err := dec.Decode(&pl)
	if err == nil {
		go func() { io.Copy(io.Discard, lifeline); os.Exit(1) }() // the parent is gone
		var r report
		if r, err = stageOne(&pl, sock); err == nil {
			send(sock, r)
			return
		}
	}
	send(sock, report{Fault: err.Error()})
}

func send(sock int, r report) {
	b, _ := json.Marshal(r) // plain data
	unix.Write(sock, b)
}

func stageOne(pl *plan, sock int) (report, error) {
	os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0) // die first; best effort
	// The program may run as our user: keep it from tracing us.
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return report{}, fmt.Errorf("prctl dumpable: %w", err)
	}
	ignoreSignals()
	if err := unix.CloseRange(uint(3+pl.Pipes), ^uint(0), unix.CLOSE_RANGE_CLOEXEC); err != nil {
		return report{}, fmt.Errorf("close_range: %w", err)
	}
	var steps []*step
	for range pl.Steps {
		s, err := startStep(pl, sock)
		if err != nil {
			return report{}, err
		}
		steps = append(steps, s)
	}
	for _, s := range steps {
		if err := s.ready(); err != nil {
			return report{}, err
		}
	}
	if pl.Isolated {
		if err := buildRoot(pl); err != nil {
			return report{}, err
		}
		unix.Sethostname([]byte("box"))
	}
	if err := placeFiles(pl); err != nil {
		return report{}, err
	}
	r, err := runSteps(pl, steps)
	if err == nil && r.Exit == 0 && r.Signal == 0 {
		err = copyOutputs(pl, sock+1)
	}
	return r, err
}

// placeFiles writes the inputs into the working folder.
func placeFiles(pl *plan) error {
	for _, f := range pl.Files {
		path := filepath.Join(pl.Work, f.Name)
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// runSteps lets the steps go on one after another and reaps whatever they leave.
func runSteps(pl *plan, steps []*step) (report, error) {
	var r report
	inner := *pl
	inner.Files, inner.ReadOnly, inner.Outputs = nil, nil, nil
	for i, s := range steps {
		inner.Steps = pl.Steps[i : i+1]
		ws, err := s.run(&inner)
		if err != nil {
			return r, err
		}
		r.Step = i
		if ws.Signaled() {
			r.Signal = int(ws.Signal())
		} else {
			r.Exit = ws.ExitStatus()
		}
		if r.Exit != 0 || r.Signal != 0 {
			break
		}
	}
	if pl.Isolated {
		killAll()
	}
	var ru unix.Rusage
	unix.Getrusage(unix.RUSAGE_CHILDREN, &ru)
	r.Memory = ru.Maxrss << 10
	r.CPU = time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
	return r, nil
}

// step is a second stage that waits for its plan.
//
// The second stages are started before the root is built: they may need files of
// the host's root to start (a dynamic linker), and so our own executable, which
// holds datasets with their answers, never appears in the box. pivot_root moves
// the root of every process of the mount namespace, so they arrive in the new one.
type step struct {
	pid   int
	plan  *os.File // tells the step what to become
	fault *os.File // tells what went wrong in the step; its exec closes it
}

func startStep(pl *plan, sock int) (*step, error) {
	var in, fault [2]int
	if err := unix.Pipe2(in[:], unix.O_CLOEXEC); err != nil {
		return nil, fmt.Errorf("pipe: %w", err)
	}
	if err := unix.Pipe2(fault[:], unix.O_CLOEXEC); err != nil {
		return nil, fmt.Errorf("pipe: %w", err)
	}
	files := []uintptr{0, 1, 2}
	for i := range pl.Pipes {
		files = append(files, uintptr(3+i))
	}
	files = append(files, uintptr(in[0]), uintptr(fault[1]), uintptr(sock))
	if pl.Program {
		files = append(files, uintptr(sock+1+len(pl.Outputs)))
	}
	pid, err := syscall.ForkExec(pl.Self, []string{stepArg}, &syscall.ProcAttr{Dir: "/", Files: files,
		Env: stageEnv(pl.Pipes),
		Sys: &syscall.SysProcAttr{Setsid: pl.Isolated, Pdeathsig: syscall.SIGKILL}})
	unix.Close(in[0])
	unix.Close(fault[1])
	if err != nil {
		return nil, fmt.Errorf("start second stage: %w", err)
	}
	return &step{pid, os.NewFile(uintptr(in[1]), "plan"), os.NewFile(uintptr(fault[0]), "fault")}, nil
}

// ready waits until the step runs, and so needs nothing more of the old root.
func (s *step) ready() error {
	if _, err := io.ReadFull(s.fault, make([]byte, 1)); err != nil {
		return fmt.Errorf("second stage: %w", err)
	}
	return nil
}

func (s *step) run(pl *plan) (syscall.WaitStatus, error) {
	defer s.fault.Close()
	err := json.NewEncoder(s.plan).Encode(pl)
	s.plan.Close()
	if msg, _ := io.ReadAll(io.LimitReader(s.fault, 4096)); len(msg) > 0 {
		return 0, fmt.Errorf("second stage: %s", msg)
	}
	if err != nil {
		return 0, fmt.Errorf("second stage: %w", err)
	}
	for {
		var ws syscall.WaitStatus
		switch got, err := syscall.Wait4(-1, &ws, 0, nil); {
		case err == syscall.EINTR || err == nil && got != s.pid:
		case err != nil:
			return 0, fmt.Errorf("wait: %w", err)
		default:
			return ws, nil
		}
	}
}

// killAll ends every other process of the namespace.
func killAll() {
	syscall.Kill(-1, syscall.SIGKILL)
	for {
		if _, err := syscall.Wait4(-1, nil, 0, nil); err != nil && err != syscall.EINTR {
			return
		}
	}
}

// copyOutputs copies results to the caller's files. Nobody else is alive in an
// isolated box, so there is no race; links are not followed.
func copyOutputs(pl *plan, firstFD int) error {
	for i, o := range pl.Outputs {
		fd, err := unix.Openat2(unix.AT_FDCWD, filepath.Join(pl.Work, o.Name), &unix.OpenHow{
			Flags:   unix.O_RDONLY | unix.O_NONBLOCK | unix.O_CLOEXEC,
			Resolve: unix.RESOLVE_NO_SYMLINKS | unix.RESOLVE_NO_MAGICLINKS})
		if err != nil {
			return fmt.Errorf("output %s: %w", o.Name, err)
		}
		f := os.NewFile(uintptr(fd), o.Name)
		if fi, err := f.Stat(); err != nil || !fi.Mode().IsRegular() || fi.Size() > o.Max {
			return fmt.Errorf("output %s: not a regular file of at most %d bytes", o.Name, o.Max)
		}
		_, err = io.Copy(os.NewFile(uintptr(firstFD+i), o.Name), f)
		f.Close()
		if err != nil {
			return fmt.Errorf("output %s: %w", o.Name, err)
		}
	}
	return nil
}
