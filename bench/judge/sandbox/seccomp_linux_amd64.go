package sandbox

import (
	"slices"

	"golang.org/x/sys/unix"
)

// hasSeccomp says that system calls are filtered on this architecture.
const hasSeccomp = true

// What the filter answers. Refused calls fail with EPERM; clone3, whose arguments
// a filter cannot see, with ENOSYS, so that callers fall back to clone.
const (
	retAllow  = unix.SECCOMP_RET_ALLOW
	retEPERM  = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	retENOSYS = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
	retKill   = unix.SECCOMP_RET_KILL_PROCESS
)

// Offsets in struct seccomp_data. Arguments are 64 bits wide, little endian.
const (
	offNumber = 0
	offArch   = 4
	offArg0   = 16
	offArg1   = 24
	offArg3   = 40
)

// allowed are the calls Go programs and the Go compiler and linker make (checked
// with strace). No sockets of any family: vsock, for one, crosses network
// namespaces. No fork, no shared memory, no mounts, no tracing.
var allowed = []uint32{
	unix.SYS_READ, unix.SYS_WRITE, unix.SYS_READV, unix.SYS_WRITEV, unix.SYS_PREAD64, unix.SYS_PWRITE64, unix.SYS_CLOSE,
	unix.SYS_FUTEX, unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK,
	unix.SYS_MUNMAP, unix.SYS_MPROTECT, unix.SYS_MADVISE, unix.SYS_MREMAP, unix.SYS_MINCORE, unix.SYS_BRK,
	unix.SYS_EPOLL_PWAIT, unix.SYS_EPOLL_CTL, unix.SYS_EPOLL_CREATE1, unix.SYS_EVENTFD2, unix.SYS_POLL, unix.SYS_PPOLL,
	unix.SYS_SELECT, unix.SYS_PSELECT6, unix.SYS_PIPE, unix.SYS_PIPE2, unix.SYS_DUP, unix.SYS_DUP2, unix.SYS_DUP3,
	unix.SYS_NANOSLEEP, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_CLOCK_GETTIME, unix.SYS_GETTIMEOFDAY, unix.SYS_SCHED_YIELD,
	unix.SYS_SCHED_GETAFFINITY, unix.SYS_TIMER_CREATE, unix.SYS_TIMER_SETTIME, unix.SYS_TIMER_DELETE, unix.SYS_SETITIMER,
	unix.SYS_OPEN, unix.SYS_OPENAT, unix.SYS_OPENAT2, unix.SYS_FSTAT, unix.SYS_STAT, unix.SYS_LSTAT, unix.SYS_NEWFSTATAT,
	unix.SYS_STATX, unix.SYS_LSEEK, unix.SYS_ACCESS, unix.SYS_FACCESSAT, unix.SYS_FACCESSAT2, unix.SYS_STATFS, unix.SYS_FSTATFS,
	unix.SYS_FSYNC, unix.SYS_FDATASYNC, unix.SYS_TRUNCATE, unix.SYS_FTRUNCATE, unix.SYS_FALLOCATE, unix.SYS_FADVISE64,
	unix.SYS_GETDENTS64, unix.SYS_GETCWD, unix.SYS_CHDIR, unix.SYS_FCHDIR, unix.SYS_RENAME, unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2,
	unix.SYS_MKDIR, unix.SYS_MKDIRAT, unix.SYS_RMDIR, unix.SYS_LINK, unix.SYS_LINKAT, unix.SYS_UNLINK, unix.SYS_UNLINKAT,
	unix.SYS_SYMLINK, unix.SYS_SYMLINKAT, unix.SYS_READLINK, unix.SYS_READLINKAT, unix.SYS_CHMOD, unix.SYS_FCHMOD, unix.SYS_FCHMODAT,
	unix.SYS_UMASK, unix.SYS_UTIMENSAT, unix.SYS_COPY_FILE_RANGE, unix.SYS_SENDFILE, unix.SYS_SPLICE, unix.SYS_CLOSE_RANGE,
	unix.SYS_GETPID, unix.SYS_GETTID, unix.SYS_GETPPID, unix.SYS_GETUID, unix.SYS_GETGID, unix.SYS_GETEUID, unix.SYS_GETEGID,
	unix.SYS_GETRESUID, unix.SYS_GETRESGID, unix.SYS_GETGROUPS, unix.SYS_GETSID, unix.SYS_GETPGID, unix.SYS_GETPGRP,
	unix.SYS_EXECVE, unix.SYS_EXECVEAT, unix.SYS_EXIT, unix.SYS_EXIT_GROUP, unix.SYS_WAIT4, unix.SYS_WAITID, unix.SYS_UNAME,
	unix.SYS_GETRLIMIT, unix.SYS_SETRLIMIT, unix.SYS_GETRUSAGE, unix.SYS_SYSINFO, unix.SYS_TIMES, unix.SYS_GETRANDOM,
	unix.SYS_SET_ROBUST_LIST, unix.SYS_SET_TID_ADDRESS, unix.SYS_RSEQ, unix.SYS_ARCH_PRCTL, unix.SYS_RESTART_SYSCALL, unix.SYS_MEMBARRIER,
}

// fionbio is FIONBIO, which x/sys does not name.
const fionbio = 0x5421

// namespaceFlags are the CLONE_NEW* bits, CLONE_NEWTIME among them.
const namespaceFlags = 0x7e020000 | 0x80

// filter is a filter of system calls.
type filter struct {
	program unix.SockFprog
	// pid is where the process's own id belongs: a filter is made before its process.
	pid *uint32
}

// byName returns calls that change a file without opening it. Landlock does not see
// them, and without namespaces it would be any file of the user's.
func byName() []uint32 { return []uint32{unix.SYS_CHMOD, unix.SYS_FCHMODAT, unix.SYS_UTIMENSAT} }

// ofLoaders returns calls that a dynamic loader makes, as a compiler may need, and a Go
// program does not. Memory that was filled and is then made read-only no longer counts
// against RLIMIT_DATA.
func ofLoaders() []uint32 { return []uint32{unix.SYS_MPROTECT} }

// newFilter makes the filter, with namespaces or without, for a program or for a tool.
func newFilter(namespaces, program bool) filter {
	calls := slices.Clone(allowed)
	without := func(gone []uint32) {
		calls = slices.DeleteFunc(calls, func(c uint32) bool { return slices.Contains(gone, c) })
	}
	if !namespaces {
		without(byName())
	}
	if program {
		without(ofLoaders())
	}
	var p []unix.SockFilter
	add := func(f ...unix.SockFilter) { p = append(p, f...) }
	add(load(offArch), jump(unix.BPF_JEQ, unix.AUDIT_ARCH_X86_64, 1, 0), ret(retKill),
		load(offNumber), jump(unix.BPF_JGE, 0x40000000, 0, 1), ret(retKill), // the x32 calls
		jump(unix.BPF_JEQ, unix.SYS_CLONE3, 0, 1), ret(retENOSYS))
	// mmap: RLIMIT_DATA covers neither shared anonymous nor grow-down memory.
	const sharedAnon = unix.MAP_SHARED | unix.MAP_ANONYMOUS
	add(jump(unix.BPF_JEQ, unix.SYS_MMAP, 0, 6), load(offArg3), jump(unix.BPF_JSET, unix.MAP_GROWSDOWN, 2, 0),
		unix.SockFilter{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: sharedAnon},
		jump(unix.BPF_JEQ, sharedAnon, 0, 1), ret(retEPERM), ret(retAllow))
	// fcntl: F_SETPIPE_SZ pins kernel memory.
	add(jump(unix.BPF_JEQ, unix.SYS_FCNTL, 0, 4), load(offArg1),
		jump(unix.BPF_JEQ, unix.F_SETPIPE_SZ, 0, 1), ret(retEPERM), ret(retAllow))
	add(onlyArg(unix.SYS_PRCTL, offArg0, unix.PR_SET_NAME, unix.PR_GET_NAME, unix.PR_SET_VMA)...)
	add(onlyArg(unix.SYS_IOCTL, offArg1, unix.TCGETS, unix.TIOCINQ, fionbio, unix.TIOCGWINSZ)...)
	// kill and prlimit: on itself only.
	add(jump(unix.BPF_JEQ, unix.SYS_TGKILL, 2, 0), jump(unix.BPF_JEQ, unix.SYS_KILL, 1, 0), jump(unix.BPF_JEQ, unix.SYS_PRLIMIT64, 0, 5),
		load(offArg0), jump(unix.BPF_JEQ, 0, 2, 0), jump(unix.BPF_JEQ, 0, 1, 0), ret(retEPERM), ret(retAllow))
	pid := len(p) - 3
	// clone: threads only, no namespaces.
	add(jump(unix.BPF_JEQ, unix.SYS_CLONE, 0, 5), load(offArg0), jump(unix.BPF_JSET, unix.CLONE_THREAD, 0, 2),
		jump(unix.BPF_JSET, namespaceFlags, 1, 0), ret(retAllow), ret(retEPERM))
	add(search(edges(calls))...)
	return filter{unix.SockFprog{Len: uint16(len(p)), Filter: &p[0]}, &p[pid].K}
}

// edges are the numbers at which a sorted list of system calls begins or ends a
// range: those with an even index are in it, and those with an odd one are the
// first that are not.
func edges(calls []uint32) []uint32 {
	var list []uint32
	for _, c := range slices.Sorted(slices.Values(calls)) {
		if n := len(list); n > 0 && list[n-1] == c {
			list[n-1]++
			continue
		}
		list = append(list, c, c+1)
	}
	return list
}

// search allows the calls between edges and refuses others. It is a binary search,
// and short: each process pays for the kernel to translate its filter, and to try
// it on every system call there is.
func search(edges []uint32) []unix.SockFilter {
	p := make([]unix.SockFilter, 0, len(edges)+2)
	// Whoever is past an odd number of edges is allowed. The answers are at the end.
	answer := func(passed int) int { return len(edges) + passed%2 }
	var node func(low, high int)
	node = func(low, high int) { // low edges are passed, and those from high on are not
		half := (low + high) / 2
		at := len(p)
		p = append(p, jump(unix.BPF_JGE, edges[half], 0, 0))
		yes, no := answer(half+1), answer(half)
		if low < half {
			no = len(p)
			node(low, half)
		}
		if half+1 < high {
			yes = len(p)
			node(half+1, high)
		}
		p[at].Jt, p[at].Jf = uint8(yes-at-1), uint8(no-at-1)
	}
	node(0, len(edges))
	return append(p, ret(retEPERM), ret(retAllow))
}

// onlyArg allows a call if the argument at off is one of values.
func onlyArg(call, off uint32, values ...uint32) []unix.SockFilter {
	n := len(values)
	p := []unix.SockFilter{jump(unix.BPF_JEQ, call, 0, uint8(n+3)), load(off)}
	for i, v := range values {
		p = append(p, jump(unix.BPF_JEQ, v, uint8(n-i), 0))
	}
	return append(p, ret(retEPERM), ret(retAllow))
}

func load(off uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: off}
}

func jump(op uint16, k uint32, yes, no uint8) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_JMP | op | unix.BPF_K, Jt: yes, Jf: no, K: k}
}

func ret(k uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k}
}
