package sandbox

import (
	"fmt"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dialogo/bench"
)

// script is what the child of a step does before it becomes the program. All
// layers are in force before the program's first instruction.
func (j *job) script(step int) *script {
	s := &j.kit.script
	s.clear()
	s.add("", "setsid", unix.SYS_SETSID)
	j.connect(s)
	// Relative to nothing: the folder of this job, in this thread's namespace.
	s.add("", "chdir", unix.SYS_CHDIR, s.text(j.folder))
	if j.uses(bench.LayerLimits) {
		j.limit(s)
	}
	if j.uses(bench.LayerPrivileges) {
		j.drop(s)
	}
	// After the change of user, which clears it. Process 1 needs none: it dies with
	// its namespace's parent.
	s.add("", "death signal", unix.SYS_PRCTL, unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL))
	if !j.server.namespaced() {
		parent := s.add("", "the spawner died", unix.SYS_GETPPID)
		parent.mode, parent.want = mustReturn, uintptr(unix.Getpid())
	}
	begin := withID(opBegin, j.ID)
	s.add("", "report", unix.SYS_WRITE, uintptr(j.server.sock), pointer(s, &begin[0]), uintptr(len(begin)))
	resetSignals(s)
	j.confine(s)
	if j.Probe {
		for _, a := range attempts(&j.server.setup) {
			if a.runsWithout(j.Off) {
				a.record(s)
			}
		}
		return s
	}
	j.execute(s, step)
	return s
}

// connect gives the child its streams and pipes, and nothing else.
func (j *job) connect(s *script) {
	s.add("", "standard input", unix.SYS_FCNTL, 0, unix.F_SETFD, 0) // ours is /dev/null
	for i, fd := range j.fds[:2+j.Pipes] {
		s.add("", "descriptors", unix.SYS_DUP3, uintptr(fd), uintptr(1+i), 0)
	}
	s.add("", "close_range", unix.SYS_CLOSE_RANGE, uintptr(3+j.Pipes), uintptr(^uint32(0)), unix.CLOSE_RANGE_CLOEXEC)
}

// limit lowers the resource limits.
func (j *job) limit(s *script) {
	l := &j.Limits
	memory := uint64(l.Memory + Overhead)
	set := func(name string, resource int, value uint64) {
		s.add(bench.LayerLimits, "limit of "+name, unix.SYS_PRLIMIT64, 0, uintptr(resource), pointer(s, &unix.Rlimit{Cur: value, Max: value}), 0)
	}
	set("processor time", unix.RLIMIT_CPU, uint64((l.CPU+time.Second-1)/time.Second)) // soft = hard: Go programs ignore SIGXCPU
	set("core dumps", unix.RLIMIT_CORE, 0)
	set("file size", unix.RLIMIT_FSIZE, uint64(l.Scratch))
	set("descriptors", unix.RLIMIT_NOFILE, maxDescriptors)
	set("locked memory", unix.RLIMIT_MEMLOCK, 0)
	set("message queues", unix.RLIMIT_MSGQUEUE, 0)
	set("pending signals", unix.RLIMIT_SIGPENDING, 256)
	set("stack", unix.RLIMIT_STACK, 8<<20)
	if j.Uid != 0 || j.server.namespaced() && j.server.Userns { // else the user's other processes would count as well
		set("threads", unix.RLIMIT_NPROC, uint64(l.Threads))
	}
	set("memory", unix.RLIMIT_DATA, memory)
	set("address space", unix.RLIMIT_AS, memory+addressSpace) // bounds page tables
}

// maxDescriptors is how many open files a step may have, and addressSpace what it
// may reserve beyond its memory.
const (
	maxDescriptors = 256
	addressSpace   = 4 << 30
)

// lockedSecurebits are NOROOT, NO_SETUID_FIXUP and NO_CAP_AMBIENT_RAISE, each
// with its lock, and the lock of KEEP_CAPS.
const lockedSecurebits = 0xef

// drop gives up all privileges, and the ways to get them back.
func (j *job) drop(s *script) {
	add := func(name string, number uintptr, args ...uintptr) *call {
		return s.add(bench.LayerPrivileges, name, number, args...)
	}
	if j.server.namespaced() || unix.Geteuid() == 0 {
		for c := uintptr(0); c <= j.server.lastCap; c++ {
			add("bounding set", unix.SYS_PRCTL, unix.PR_CAPBSET_DROP, c).mode = may
		}
		add("securebits", unix.SYS_PRCTL, unix.PR_SET_SECUREBITS, lockedSecurebits)
	}
	if uid := uintptr(j.Uid); uid != 0 {
		add("setgroups", unix.SYS_SETGROUPS, 0, 0)
		add("setresgid", unix.SYS_SETRESGID, uid, uid, uid)
		add("setresuid", unix.SYS_SETRESUID, uid, uid, uid)
	}
	header := &unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	none := new([2]unix.CapUserData)
	add("capset", unix.SYS_CAPSET, pointer(s, header), pointer(s, none))
	add("no_new_privs", unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1)
}

// resetSignals undoes what Go's runtime, or who started us, did with signals.
func resetSignals(s *script) {
	action := pointer(s, &struct {
		handler, flags, restorer uintptr
		mask                     uint64
	}{})
	for sig := uintptr(1); sig < 65; sig++ {
		s.add("", "signals", unix.SYS_RT_SIGACTION, sig, action, 0, 8).mode = may // not for SIGKILL and SIGSTOP
	}
	s.add("", "signal mask", unix.SYS_RT_SIGPROCMASK, unix.SIG_SETMASK, pointer(s, new(uint64)), 0, 8)
}

// confine puts up the layers that outlast the exec.
func (j *job) confine(s *script) {
	needed := !j.uses(bench.LayerPrivileges) // without privileges they ask for it
	if needed && (j.uses(bench.LayerLandlock) || j.uses(bench.LayerSeccomp)) {
		s.add("", "no_new_privs", unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1).mode = may
	}
	if j.uses(bench.LayerLandlock) {
		s.add(bench.LayerLandlock, "landlock", unix.SYS_LANDLOCK_RESTRICT_SELF, uintptr(j.ruleset.fd), 0)
	}
	if j.uses(bench.LayerSeccomp) {
		f := &j.kit.tool
		if j.Program || j.Probe {
			f = &j.kit.program
		}
		s.add("", "getpid", unix.SYS_GETPID).store = f.pid
		s.add(bench.LayerSeccomp, "seccomp", unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, pointer(s, &f.program))
	}
}

// execute makes the child the program of a step.
func (j *job) execute(s *script, step int) {
	argv := j.Steps[step]
	c := s.add("", "exec "+argv[0], unix.SYS_EXECVE, s.text(argv[0]), s.texts(argv), s.texts(j.Env))
	if j.Program {
		*c = call{number: unix.SYS_EXECVEAT, name: c.name,
			args: [6]uintptr{uintptr(j.program()), s.text(""), s.texts(argv), s.texts(j.Env), unix.AT_EMPTY_PATH}}
	}
	c.mode = execute
}

// explainCall adds to the kernel's words what usually is behind them.
func explainCall(c *call, errno syscall.Errno) error {
	if c.mode == execute && errno == unix.EACCES {
		return fmt.Errorf("%w: if it lies on a file system mounted noexec, set TMPDIR to another", errno)
	}
	return errno
}
