package sandbox

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dialogo/bench"
)

// job is a request being carried out by a spawner.
type job struct {
	*request
	server  *server
	fds     []int
	folder  string // the working folder
	ruleset ruleset
	kit     *kit
	report  report

	mu     sync.Mutex
	pid    int // of the step that runs
	killed bool
}

// layerError is a layer that could not be put up.
type layerError struct {
	layer bench.Layer
	what  string
	err   error
}

func (e *layerError) Error() string { return e.what + ": " + e.err.Error() }
func (e *layerError) Unwrap() error { return e.err }

// run carries the job out on a thread of its own, which ends with it. With
// namespaces the thread has a mount namespace of its own, where the working folder
// of this job is and no other's; its children are born into it.
func (j *job) run() {
	runtime.LockOSThread() // and never unlock: the thread is not fit for anything else
	if unix.Gettid() == unix.Getpid() {
		// The first thread of a process cannot end before it, and would keep the folder.
		go j.run()
		select {}
	}
	err := j.carryOut()
	var l *layerError
	if err != nil {
		j.report.Fault = err.Error()
	}
	if errors.As(err, &l) {
		j.report.Layer = l.layer
	}
	j.server.done(j, j.report)
}

func (j *job) carryOut() error {
	if len(j.fds) != 2+j.Pipes+len(j.Outputs)+count(j.Program) {
		return errors.New("descriptors are missing")
	}
	remove, err := j.makeFolder()
	if err != nil {
		return err
	}
	defer remove()
	if err := j.placeFiles(); err != nil {
		return err
	}
	if j.uses(bench.LayerLandlock) {
		if err := j.makeRuleset(); err != nil {
			return &layerError{bench.LayerLandlock, "landlock", err}
		}
		defer unix.Close(j.ruleset.fd)
	}
	if j.kit, err = j.server.kit(); err != nil {
		return err
	}
	defer j.server.giveBack(j.kit)
	if err := j.runSteps(); err != nil {
		return err
	}
	if j.report.Exit == 0 && j.report.Signal == 0 {
		return j.copyOutputs()
	}
	return nil
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// uses reports whether a layer is around this job's steps.
func (j *job) uses(l bench.Layer) bool {
	for _, off := range j.Off {
		if off == l {
			return false
		}
	}
	return j.server.uses(l)
}

// makeFolder makes the working folder.
func (j *job) makeFolder() (remove func(), err error) {
	if j.server.namespaced() {
		if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
			return nil, fmt.Errorf("unshare: %w", err)
		}
		j.folder = workFolder
		return func() {}, mountWork(j.Limits.Scratch, j.Uid)
	}
	j.folder = j.Folder
	remove = func() { os.RemoveAll(j.folder) }
	if j.Uid != 0 {
		if err := os.Chown(j.folder, j.Uid, j.Uid); err != nil {
			remove()
			return nil, &layerError{bench.LayerPrivileges, "run as a user of its own", err}
		}
	}
	return remove, nil
}

// placeFiles writes the inputs into the working folder.
func (j *job) placeFiles() error {
	data := j.data
	for _, f := range j.Files {
		if f.Size < 0 || f.Size > len(data) {
			return errors.New("files are incomplete")
		}
		if err := os.WriteFile(filepath.Join(j.folder, f.Name), data[:f.Size], 0o644); err != nil {
			return err
		}
		data = data[f.Size:]
	}
	j.data = nil
	return nil
}

// makeRuleset says what the steps may open.
func (j *job) makeRuleset() (err error) {
	list := j.server.visible
	if !j.server.namespaced() {
		list, err = openVisible(j.ReadOnly)
		defer closeVisible(list)
		if err != nil {
			return err
		}
	}
	if j.ruleset, err = newRuleset(j.server.ABI); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			unix.Close(j.ruleset.fd)
		}
	}()
	for _, v := range list {
		if err := j.ruleset.allow(v.fd, v.rights); err != nil {
			return err
		}
	}
	if j.Program {
		if err := j.ruleset.allow(j.program(), unix.LANDLOCK_ACCESS_FS_EXECUTE|unix.LANDLOCK_ACCESS_FS_READ_FILE); err != nil {
			return err
		}
	}
	work, err := unix.Open(j.folder, unix.O_PATH|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0)
	if err != nil {
		return err
	}
	defer unix.Close(work)
	return j.ruleset.allow(work, rightsWork)
}

// The job's descriptors: the streams, the pipes, the outputs, the program.
func (j *job) output(i int) int { return j.fds[2+j.Pipes+i] }
func (j *job) program() int     { return j.fds[len(j.fds)-1] }

// runSteps runs one step after another until one fails.
func (j *job) runSteps() error {
	for i := range j.Steps {
		j.report.Step = i
		ws, err := j.runStep(i)
		if err != nil {
			return err
		}
		if ws.Signaled() {
			j.report.Signal = int(ws.Signal())
		} else {
			j.report.Exit = ws.ExitStatus()
		}
		if j.report.Exit != 0 || j.report.Signal != 0 {
			break
		}
	}
	return nil
}

// runStep returns when nothing of the step is left.
func (j *job) runStep(i int) (ws syscall.WaitStatus, err error) {
	page := j.kit.page
	page.clear()
	s := j.script(i)
	pid, err := s.start(j.cloneFlags(), page)
	if err != nil {
		return 0, fmt.Errorf("clone: %w", err)
	}
	j.began(pid)
	var ru unix.Rusage
	ws, err = j.reap(pid, &ru)
	if err != nil {
		return 0, err
	}
	if n := page.failed; n != 0 {
		c := &s.calls[n-1]
		return 0, &layerError{c.layer, c.name, explainCall(c, syscall.Errno(page.errno))}
	}
	j.report.CPU = append(j.report.CPU, time.Duration(ru.Utime.Nano()+ru.Stime.Nano()))
	j.report.Memory = max(j.report.Memory, ru.Maxrss<<10)
	var own unix.Rusage
	unix.Getrusage(unix.RUSAGE_SELF, &own)
	j.report.Floor = own.Maxrss << 10
	if j.Probe {
		j.report.Probe = append(j.report.Probe, page.results[:page.recorded]...)
	}
	return ws, nil
}

// cloneFlags say what a step has of its own.
func (j *job) cloneFlags() uintptr {
	flags := uintptr(borrow)
	if j.Probe {
		flags = 0 // what it tries may succeed
	}
	if !j.server.namespaced() {
		return flags
	}
	flags |= unix.CLONE_NEWPID
	if j.server.Userns {
		// Threads are counted by user in each user namespace, so it needs one of its own.
		flags |= unix.CLONE_NEWUSER
	}
	if !j.uses(bench.LayerSeccomp) {
		flags |= unix.CLONE_NEWIPC | unix.CLONE_NEWNET // it could speak to other jobs through ours
	}
	return flags
}

// began notes whom kill is to kill.
func (j *job) began(pid int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.pid = pid
	if j.killed {
		unix.Kill(pid, unix.SIGKILL)
	}
}

// reap waits for the step, and then for all it started.
func (j *job) reap(pid int, ru *unix.Rusage) (syscall.WaitStatus, error) {
	for { // it keeps its id until nobody will kill by it
		ended, err := ends(pid)
		if err != nil {
			return 0, fmt.Errorf("wait: %w", err)
		}
		if ended {
			break
		}
		unix.Kill(pid, unix.SIGKILL)
	}
	j.mu.Lock()
	j.pid = 0
	j.mu.Unlock()
	if !j.server.namespaced() {
		unix.Kill(-pid, unix.SIGKILL) // its session; seccomp lets it have no more than itself
	}
	var ws unix.WaitStatus
	for {
		_, err := unix.Wait4(pid, &ws, 0, ru)
		if err == nil {
			return syscall.WaitStatus(ws), nil
		}
		if err != unix.EINTR {
			return 0, fmt.Errorf("wait: %w", err)
		}
	}
}

// ends waits until a step ended, or stopped: where nothing refuses it, a step can
// have itself traced, and then it stops for every signal.
func ends(pid int) (ended bool, err error) {
	var info unix.Siginfo
	for {
		err := unix.Waitid(unix.P_PID, pid, &info, unix.WEXITED|unix.WNOWAIT, nil)
		if err != unix.EINTR {
			const stopped, trapped = 5, 4 // CLD_STOPPED, CLD_TRAPPED
			return info.Code != stopped && info.Code != trapped, err
		}
	}
}

// kill ends the job at any time of its life.
func (j *job) kill() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.killed = true
	if j.pid != 0 {
		unix.Kill(j.pid, unix.SIGKILL)
	}
}

// copyOutputs copies results to the caller's files. Nobody else is alive who could
// change the folder; links are not followed.
func (j *job) copyOutputs() error {
	for i, o := range j.Outputs {
		if err := copyOutput(filepath.Join(j.folder, o.Name), j.output(i), o.Max); err != nil {
			return fmt.Errorf("output %s: %w", o.Name, err)
		}
	}
	return nil
}

func copyOutput(path string, to int, limit int64) error {
	from, err := unix.Openat2(unix.AT_FDCWD, path, &unix.OpenHow{
		Flags:   unix.O_RDONLY | unix.O_NONBLOCK | unix.O_CLOEXEC,
		Resolve: unix.RESOLVE_NO_SYMLINKS | unix.RESOLVE_NO_MAGICLINKS})
	if err != nil {
		return err
	}
	defer unix.Close(from)
	var st unix.Stat_t
	if err := unix.Fstat(from, &st); err != nil {
		return err
	}
	if st.Mode&unix.S_IFMT != unix.S_IFREG || st.Size > limit {
		return fmt.Errorf("not a regular file of at most %d bytes", limit)
	}
	for left := st.Size; left > 0; {
		n, err := unix.Sendfile(to, from, nil, int(min(left, 1<<30)))
		if err == nil && n == 0 {
			err = errors.New("it became shorter")
		}
		if err != nil && err != unix.EINTR {
			return err
		}
		left -= int64(max(n, 0))
	}
	return nil
}
