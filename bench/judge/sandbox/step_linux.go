package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// secondStage becomes the program. All limits are in force before its first
// instruction. Its descriptors: the streams, the caller's pipes, then the plan,
// the fault pipe and the report socket.
func secondStage() {
	runtime.LockOSThread() // capabilities, no_new_privs and seccomp are per thread
	pipes, _ := strconv.Atoi(os.Getenv(pipesVar))
	in, fault, sock := 3+pipes, 4+pipes, 5+pipes
	for _, fd := range []int{in, fault, sock, sock + 1} {
		unix.CloseOnExec(fd)
	}
	unix.Write(fault, []byte{1}) // ready, see step
	var pl plan
	err := json.NewDecoder(os.NewFile(uintptr(in), "plan")).Decode(&pl)
	if err == io.EOF {
		os.Exit(1) // a step before failed, and the first stage is gone
	}
	if err == nil {
		err = becomeProgram(&pl, sock)
	}
	fmt.Fprint(os.NewFile(uintptr(fault), "fault"), err)
	os.Exit(1)
}

func becomeProgram(pl *plan, sock int) error {
	if err := unix.Chdir(pl.Work); err != nil {
		return fmt.Errorf("chdir: %w", err)
	}
	if err := setLimits(pl.Limits, pl.Isolated); err != nil {
		return err
	}
	if err := dropPrivileges(pl); err != nil {
		return err
	}
	if _, err := unix.Write(sock, []byte(beginMessage)); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	for sig := syscall.Signal(1); sig < 65; sig++ {
		setSignal(sig, 0)
	}
	if err := installSeccomp(); err != nil {
		return fmt.Errorf("seccomp: %w", err)
	}
	if pl.Probe {
		probeInside()
		os.Exit(0)
	}
	program := -1
	if pl.Program {
		program = sock + 1
	}
	return execute(program, pl.Steps[0], pl.Env, uint64(pl.Limits.Memory+Overhead))
}

// execute becomes the program under the memory limit.
func execute(program int, argv, env []string, memory uint64) error {
	name := argv[0]
	if program >= 0 {
		name = ""
	}
	path, err := unix.BytePtrFromString(name)
	if err != nil {
		return err
	}
	args, err := syscall.SlicePtrFromStrings(argv)
	if err != nil {
		return err
	}
	vars, err := syscall.SlicePtrFromStrings(env)
	if err != nil {
		return err
	}
	errno := lastCalls(program, path, &args[0], &vars[0], memory)
	if errno == unix.EACCES {
		return fmt.Errorf("exec %s: %w: if it lies on a file system mounted noexec, set TMPDIR to another", argv[0], errno)
	}
	return fmt.Errorf("exec %s: %w", argv[0], errno)
}

// lastCalls limits memory and executes the program, without allocating in between:
// this program itself may already use more than the limit, as it does under the
// race detector. It retries while the file is busy: some other child of the
// harness, between its fork and its exec, may still hold it open for writing.
//
//go:norace
func lastCalls(program int, path *byte, args, vars **byte, memory uint64) syscall.Errno {
	data := unix.Rlimit{Cur: memory, Max: memory}
	space := unix.Rlimit{Cur: memory + 4<<30, Max: memory + 4<<30} // bounds page tables
	pause := unix.Timespec{Nsec: 2e6}
	_, _, errno := unix.RawSyscall6(unix.SYS_PRLIMIT64, 0, unix.RLIMIT_DATA, uintptr(unsafe.Pointer(&data)), 0, 0, 0)
	if errno != 0 {
		return errno
	}
	_, _, errno = unix.RawSyscall6(unix.SYS_PRLIMIT64, 0, unix.RLIMIT_AS, uintptr(unsafe.Pointer(&space)), 0, 0, 0)
	if errno != 0 {
		return errno
	}
	for range 100 {
		_, _, errno = unix.RawSyscall6(unix.SYS_EXECVEAT, uintptr(program), uintptr(unsafe.Pointer(path)), uintptr(unsafe.Pointer(args)), uintptr(unsafe.Pointer(vars)), unix.AT_EMPTY_PATH, 0)
		if errno != unix.ETXTBSY {
			break
		}
		unix.RawSyscall(unix.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&pause)), 0, 0)
	}
	return errno
}

// setLimits sets all limits but those on memory.
func setLimits(l Limits, isolated bool) error {
	cpu := uint64((l.CPU + time.Second - 1) / time.Second)
	limits := []struct {
		name     string
		resource int
		value    uint64
	}{
		{"cpu", unix.RLIMIT_CPU, cpu}, // soft = hard: Go programs ignore SIGXCPU
		{"core", unix.RLIMIT_CORE, 0},
		{"fsize", unix.RLIMIT_FSIZE, uint64(l.Scratch)},
		{"nofile", unix.RLIMIT_NOFILE, 256},
		{"memlock", unix.RLIMIT_MEMLOCK, 0},
		{"msgqueue", unix.RLIMIT_MSGQUEUE, 0},
		{"sigpending", unix.RLIMIT_SIGPENDING, 256},
		{"stack", unix.RLIMIT_STACK, 8 << 20},
	}
	for _, x := range limits {
		if err := unix.Setrlimit(x.resource, &unix.Rlimit{Cur: x.value, Max: x.value}); err != nil {
			return fmt.Errorf("rlimit %s: %w", x.name, err)
		}
	}
	if !isolated { // the user's other processes would count as well
		return nil
	}
	n := uint64(l.Threads)
	if err := unix.Setrlimit(unix.RLIMIT_NPROC, &unix.Rlimit{Cur: n, Max: n}); err != nil {
		return fmt.Errorf("rlimit nproc: %w", err)
	}
	return nil
}

// lockedSecurebits are NOROOT, NO_SETUID_FIXUP and NO_CAP_AMBIENT_RAISE, each
// with its lock, and the lock of KEEP_CAPS.
const lockedSecurebits = 0xef

func dropPrivileges(pl *plan) error {
	if pl.Isolated {
		for c := uintptr(0); c <= 63; c++ {
			if unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0) != nil {
				break // beyond the kernel's last capability
			}
		}
		if err := unix.Prctl(unix.PR_SET_SECUREBITS, lockedSecurebits, 0, 0, 0); err != nil {
			return fmt.Errorf("securebits: %w", err)
		}
	}
	if pl.Uid != 0 {
		if err := switchUser(pl.Uid); err != nil {
			return fmt.Errorf("switch user: %w", err)
		}
	}
	unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0) // setuid cleared it
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	if err := unix.Capset(&header, &none[0]); err != nil {
		return fmt.Errorf("capset: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no_new_privs: %w", err)
	}
	return nil
}

func switchUser(uid int) error {
	if err := unix.Setgroups(nil); err != nil {
		return err
	}
	if err := unix.Setresgid(uid, uid, uid); err != nil {
		return err
	}
	return unix.Setresuid(uid, uid, uid)
}

// ignoreSignals makes process 1 deaf to what the program may send it.
func ignoreSignals() {
	for sig := syscall.Signal(1); sig < 65; sig++ {
		switch sig {
		case syscall.SIGKILL, syscall.SIGSTOP, syscall.SIGCHLD, syscall.SIGURG, syscall.SIGSEGV,
			syscall.SIGBUS, syscall.SIGFPE, syscall.SIGPROF: // the runtime's own
		default:
			setSignal(sig, 1)
		}
	}
}

// setSignal sets a handler (0 default, 1 ignore) behind the Go runtime's back,
// since os/signal would keep the runtime's handler in place.
func setSignal(sig syscall.Signal, handler uintptr) {
	action := struct {
		handler, flags, restorer uintptr
		mask                     uint64
	}{handler: handler}
	unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&action)), 0, 8, 0, 0)
}
