package sandbox

import (
	"os"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"

	"dialogo/bench"
)

// attempt is something a program in the box must not be able to do, or must. A
// child tries it when all layers are up, as a program would.
type attempt struct {
	layer bench.Layer
	check string // the finding it belongs to
	what  string
	call  func(s *script) *call
	// refused are the errors one of which must come. If there are none, the call must
	// return value, or with succeeds anything but an error.
	refused  []syscall.Errno
	value    int64
	succeeds bool
}

// Layers can answer in each other's place: seccomp refuses a mount before anybody
// looks at privileges. So each is tried without those in front of it.
func without(l bench.Layer) []bench.Layer {
	switch l {
	case bench.LayerSeccomp:
		return nil
	case bench.LayerLandlock:
		return []bench.Layer{bench.LayerSeccomp}
	}
	return []bench.Layer{bench.LayerSeccomp, bench.LayerLandlock}
}

func (a *attempt) runsWithout(off []bench.Layer) bool { return slices.Equal(without(a.layer), off) }

// record appends the attempt to a script.
func (a *attempt) record(s *script) {
	c := a.call(s)
	c.mode, c.name = record, a.what
}

// held reports whether what came is what must come.
func (a *attempt) held(o outcome) bool {
	switch {
	case len(a.refused) > 0:
		return slices.Contains(a.refused, o.Errno)
	case a.succeeds:
		return o.Errno == 0
	}
	return o.Errno == 0 && o.Value == a.value
}

// attempts are what is tried of the layers of a setup.
func attempts(set *setup) []attempt {
	var list []attempt
	add := func(l bench.Layer, f func(*setup) []attempt) {
		if !set.has(l) {
			return
		}
		for _, a := range f(set) {
			a.layer = l
			list = append(list, a)
		}
	}
	add(bench.LayerNamespaces, namespaceAttempts)
	add(bench.LayerLandlock, landlockAttempts)
	add(bench.LayerSeccomp, seccompAttempts)
	add(bench.LayerPrivileges, privilegeAttempts)
	add(bench.LayerLimits, limitAttempts)
	return list
}

// with makes a call of numbers.
func with(number uintptr, args ...uintptr) func(*script) *call {
	return func(s *script) *call { return s.add("", "", number, args...) }
}

// open makes a call that opens a path.
func open(path string, flags uintptr) func(*script) *call {
	return func(s *script) *call {
		return s.add("", "", unix.SYS_OPENAT, atCWD, s.text(path), flags|unix.O_CLOEXEC, 0o600)
	}
}

// atCWD is AT_FDCWD as an argument.
const atCWD = ^uintptr(99)

// reach makes a call that connects the socket before it to IPv4 address and port.
func reach(number uintptr, ip [4]byte, port uint16) func(*script) *call {
	return func(s *script) *call {
		a := &unix.RawSockaddrInet4{Family: unix.AF_INET, Addr: ip, Port: port<<8 | port>>8}
		return s.add("", "", number, lastResult, pointer(s, a), unix.SizeofSockaddrInet4)
	}
}

func namespaceAttempts(*setup) []attempt {
	absent := []syscall.Errno{unix.ENOENT}
	unreachable := []syscall.Errno{unix.ENETUNREACH, unix.ENODEV, unix.EBADF}
	var list []attempt
	self, _ := os.Executable() // best effort; before the root changed it was right
	for _, path := range []string{"/etc/passwd", "/proc/self", "/sys/kernel", "/usr/bin", "/root", "/home", self} {
		list = append(list, attempt{check: "files", what: "see " + path, refused: absent, call: func(s *script) *call {
			return s.add("", "", unix.SYS_FACCESSAT, atCWD, s.text(path), unix.F_OK)
		}})
	}
	var loopback, public = [4]byte{127, 0, 0, 1}, [4]byte{1, 1, 1, 1}
	return append(list,
		attempt{check: "files", what: "create a file outside its folder", refused: []syscall.Errno{unix.EROFS, unix.EACCES}, call: open("/escape", unix.O_CREAT|unix.O_WRONLY)},
		attempt{check: "other processes", what: "be any but process 1", value: 1, call: with(unix.SYS_GETPID)},
		attempt{check: "other processes", what: "find processes to signal", refused: []syscall.Errno{unix.ESRCH}, call: with(unix.SYS_KILL, ^uintptr(0), 0)},
		attempt{check: "network", what: "get a UDP socket", succeeds: true, call: with(unix.SYS_SOCKET, unix.AF_INET, unix.SOCK_DGRAM, 0)},
		attempt{check: "network", what: "reach this machine", refused: unreachable, call: reach(unix.SYS_CONNECT, loopback, 9)},
		attempt{check: "network", what: "get a TCP socket", succeeds: true, call: with(unix.SYS_SOCKET, unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK, 0)},
		attempt{check: "network", what: "reach the internet", refused: unreachable, call: reach(unix.SYS_CONNECT, public, 80)},
	)
}

func landlockAttempts(set *setup) []attempt {
	denied := []syscall.Errno{unix.EACCES}
	list := []attempt{
		{check: "landlock: files", what: "list the root", refused: denied, call: open("/", unix.O_RDONLY|unix.O_DIRECTORY)},
		{check: "landlock: files", what: "list the devices", refused: denied, call: open("/dev", unix.O_RDONLY|unix.O_DIRECTORY)},
		{check: "landlock: files", what: "read /etc/passwd", refused: []syscall.Errno{unix.EACCES, unix.ENOENT}, call: open("/etc/passwd", unix.O_RDONLY)},
		{check: "landlock: files", what: "read /proc/self/environ", refused: []syscall.Errno{unix.EACCES, unix.ENOENT}, call: open("/proc/self/environ", unix.O_RDONLY)},
		{check: "landlock: files", what: "write to its own folder", succeeds: true, call: open("probe", unix.O_CREAT|unix.O_WRONLY)},
		{check: "landlock: files", what: "write to the folder above", refused: []syscall.Errno{unix.EACCES, unix.EROFS}, call: open("../escape", unix.O_CREAT|unix.O_WRONLY)},
		{check: "landlock: files", what: "write to /dev/null", succeeds: true, call: open("/dev/null", unix.O_WRONLY)},
	}
	if set.ABI >= 4 {
		list = append(list,
			attempt{check: "landlock: network", what: "get a TCP socket", succeeds: true, call: with(unix.SYS_SOCKET, unix.AF_INET, unix.SOCK_STREAM, 0)},
			attempt{check: "landlock: network", what: "listen", refused: denied, call: reach(unix.SYS_BIND, [4]byte{127, 0, 0, 1}, 0)},
			attempt{check: "landlock: network", what: "get a TCP socket", succeeds: true, call: with(unix.SYS_SOCKET, unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK, 0)},
			attempt{check: "landlock: network", what: "connect", refused: denied, call: reach(unix.SYS_CONNECT, [4]byte{127, 0, 0, 1}, 9)})
	}
	if set.ABI >= 6 && !set.has(bench.LayerNamespaces) {
		list = append(list, attempt{check: "landlock: other processes", what: "signal the process that started it", refused: []syscall.Errno{unix.EPERM},
			call: with(unix.SYS_KILL, uintptr(unix.Getpid()), 0)})
	}
	return list
}

func seccompAttempts(set *setup) []attempt {
	refused := func(check, what string, call func(*script) *call) attempt {
		return attempt{check: check, what: what, refused: []syscall.Errno{unix.EPERM}, call: call}
	}
	limit := &unix.Rlimit{Cur: 1, Max: 1}
	// Processes that should not be end without a signal: it would stop who is traced.
	const silent = 0
	list := []attempt{
		refused("seccomp: sockets", "get a network socket", with(unix.SYS_SOCKET, unix.AF_INET, unix.SOCK_STREAM, 0)),
		refused("seccomp: sockets", "get a local socket", with(unix.SYS_SOCKET, unix.AF_UNIX, unix.SOCK_STREAM, 0)),
		refused("seccomp: sockets", "get a socket to the kernel", with(unix.SYS_SOCKET, unix.AF_NETLINK, unix.SOCK_RAW, 0)),
		refused("seccomp: sockets", "get a socket to the hypervisor", with(unix.SYS_SOCKET, unix.AF_VSOCK, unix.SOCK_STREAM, 0)),
		refused("seccomp: processes", "start a process", with(unix.SYS_CLONE, silent)),
		refused("seccomp: processes", "start a process with a user namespace", with(unix.SYS_CLONE, silent|unix.CLONE_NEWUSER)),
		{check: "seccomp: processes", what: "start a process by clone3", refused: []syscall.Errno{unix.ENOSYS}, call: with(unix.SYS_CLONE3, 0, 0)},
		refused("seccomp: processes", "be traced", with(unix.SYS_PTRACE, unix.PTRACE_TRACEME)),
		refused("seccomp: processes", "read another's memory", with(unix.SYS_PROCESS_VM_READV, uintptr(unix.Getpid()))),
		refused("seccomp: processes", "change another's limits", func(s *script) *call {
			return s.add("", "", unix.SYS_PRLIMIT64, uintptr(unix.Getpid())+1, unix.RLIMIT_CORE, pointer(s, limit), 0)
		}),
		refused("seccomp: processes", "signal others", with(unix.SYS_KILL, uintptr(unix.Getpid())+1, 0)),
		refused("seccomp: kernel", "make a user namespace", with(unix.SYS_UNSHARE, unix.CLONE_NEWUSER)),
		refused("seccomp: kernel", "mount", func(s *script) *call {
			return s.add("", "", unix.SYS_MOUNT, s.text("x"), s.text("."), s.text("tmpfs"), 0, 0)
		}),
		refused("seccomp: kernel", "use io_uring", with(unix.SYS_IO_URING_SETUP, 1, 0)),
		refused("seccomp: kernel", "use BPF", with(unix.SYS_BPF, 0, 0, 0)),
		refused("seccomp: kernel", "use performance events", with(unix.SYS_PERF_EVENT_OPEN, 0, 0, 0, 0, 0)),
		refused("seccomp: kernel", "use keyrings", with(unix.SYS_KEYCTL, 0, 0, 0)),
		refused("seccomp: kernel", "get user faults", with(unix.SYS_USERFAULTFD, 0)),
		refused("seccomp: memory", "make a file in memory", func(s *script) *call {
			return s.add("", "", unix.SYS_MEMFD_CREATE, s.text("x"), 0)
		}),
		refused("seccomp: memory", "map shared memory", with(unix.SYS_MMAP, 0, 1<<12, unix.PROT_READ, unix.MAP_SHARED|unix.MAP_ANON, ^uintptr(0), 0)),
		refused("seccomp: memory", "take memory out of its limit", with(unix.SYS_MPROTECT, 0, 1<<12, unix.PROT_READ)),
		refused("seccomp: memory", "use System V memory", with(unix.SYS_SHMGET, 0, 1<<12, 0o600|unix.IPC_CREAT)),
	}
	if !set.has(bench.LayerNamespaces) {
		list = append(list, refused("seccomp: files", "change the mode of a file by its name", func(s *script) *call {
			return s.add("", "", unix.SYS_FCHMODAT, atCWD, s.text("."), 0o700)
		}))
	}
	return list
}

func privilegeAttempts(set *setup) []attempt {
	denied := []syscall.Errno{unix.EPERM}
	list := []attempt{
		{check: "privileges", what: "mount", refused: denied, call: func(s *script) *call {
			return s.add("", "", unix.SYS_MOUNT, s.text("x"), s.text("."), s.text("tmpfs"), 0, 0)
		}},
		{check: "privileges", what: "make a mount namespace", refused: denied, call: with(unix.SYS_UNSHARE, unix.CLONE_NEWNS)},
		{check: "privileges", what: "rename the machine", refused: denied, call: func(s *script) *call {
			return s.add("", "", unix.SYS_SETHOSTNAME, s.text("x"), 1)
		}},
		{check: "privileges", what: "change its root", refused: denied, call: func(s *script) *call { return s.add("", "", unix.SYS_CHROOT, s.text(".")) }},
		{check: "privileges", what: "make a device", refused: denied, call: func(s *script) *call {
			return s.add("", "", unix.SYS_MKNODAT, atCWD, s.text("device"), unix.S_IFCHR|0o600, 1<<8|3)
		}},
		{check: "privileges", what: "become root", refused: []syscall.Errno{unix.EPERM, unix.EINVAL}, call: with(unix.SYS_SETRESUID, 0, 0, 0)},
		{check: "privileges", what: "trace the process that started it", refused: []syscall.Errno{unix.EPERM, unix.ESRCH},
			call: with(unix.SYS_PTRACE, unix.PTRACE_SEIZE, uintptr(unix.Getpid()))},
		{check: "privileges", what: "gain privileges by a program", value: 1, call: with(unix.SYS_PRCTL, unix.PR_GET_NO_NEW_PRIVS)},
	}
	if set.has(bench.LayerNamespaces) || os.Geteuid() == 0 {
		list = append(list, attempt{check: "privileges", what: "have capabilities within reach", call: with(unix.SYS_PRCTL, unix.PR_CAPBSET_READ, unix.CAP_SYS_ADMIN)})
	}
	return list
}

// probeLimits are the limits of a probe.
func probeLimits() Limits {
	return Limits{Memory: 64 << 20, CPU: 5e9, Wall: 30e9, Output: 64 << 10, Scratch: 1 << 20, Threads: 64}
}

func limitAttempts(*setup) []attempt {
	memory := uintptr(probeLimits().Memory + Overhead)
	none := &unix.Rlimit{Cur: unix.RLIM_INFINITY, Max: unix.RLIM_INFINITY}
	const private = unix.MAP_PRIVATE | unix.MAP_ANON | unix.MAP_NORESERVE
	return []attempt{
		{check: "limits", what: "use more memory than allowed", refused: []syscall.Errno{unix.ENOMEM},
			call: with(unix.SYS_MMAP, 0, memory, unix.PROT_READ|unix.PROT_WRITE, private, ^uintptr(0), 0)},
		{check: "limits", what: "reserve more memory than allowed", refused: []syscall.Errno{unix.ENOMEM},
			call: with(unix.SYS_MMAP, 0, memory+addressSpace, unix.PROT_NONE, private, ^uintptr(0), 0)},
		{check: "limits", what: "open more files than allowed", refused: []syscall.Errno{unix.EBADF}, call: with(unix.SYS_DUP3, 1, maxDescriptors, 0)},
		{check: "limits", what: "raise its limits", refused: []syscall.Errno{unix.EPERM}, call: func(s *script) *call {
			return s.add("", "", unix.SYS_PRLIMIT64, 0, unix.RLIMIT_CPU, pointer(s, none), 0)
		}},
	}
}
