package sandbox

import (
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"dialogo/bench"
)

// call is a system call of a child, between its birth and its exec.
type call struct {
	number uintptr
	args   [6]uintptr
	mode   mode
	// want is the result mustReturn asks for.
	want uintptr
	// store, if set, is where the result goes: an argument of a later call.
	store *uint32
	name  string      // for people
	layer bench.Layer // the layer it is of, if any
}

// mode says what the result of a call means.
type mode uint8

const (
	must       mode = iota // a failure ends the child
	may                    // a failure does not matter
	mustReturn             // any other result than want ends the child
	execute                // as must, but tried again while the file is open for writing
	record                 // the result goes to the page
)

// lastResult as first argument stands for the result of the call before.
const lastResult = ^uintptr(0) >> 1

// page is memory a child shares with its parent.
type page struct {
	failed   int32 // one more than the index of the call that ended the child
	errno    int32
	recorded int32
	results  [240]outcome
}

// clear forgets what was reported.
func (p *page) clear() { p.failed, p.errno, p.recorded = 0, 0, 0 }

// outcome is what a recorded call returned.
type outcome struct {
	Value int64
	Errno syscall.Errno
}

// newPage maps a page for good. It is not of Go's heap, of which a child may have a
// copy.
func newPage() (*page, error) {
	b, err := unix.Mmap(-1, 0, int(unsafe.Sizeof(page{})), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_ANON)
	if err != nil {
		return nil, err
	}
	return (*page)(unsafe.Pointer(&b[0])), nil
}

// script is the life of a child until it becomes a program, as data: what happens
// after the clone is a loop over it and needs nothing of Go's runtime.
type script struct {
	calls []call
	keep  []any // the memory the calls point to
}

// clear makes the script empty.
func (s *script) clear() {
	clear(s.calls)
	clear(s.keep)
	s.calls, s.keep = s.calls[:0], s.keep[:0]
}

// add appends a call that must succeed, and returns it to be changed.
func (s *script) add(layer bench.Layer, name string, number uintptr, args ...uintptr) *call {
	c := call{number: number, name: name, layer: layer}
	copy(c.args[:], args)
	s.calls = append(s.calls, c)
	return &s.calls[len(s.calls)-1]
}

// pointer is the address of v for a call. v lives on the heap, which does not move.
func pointer[T any](s *script, v *T) uintptr {
	s.keep = append(s.keep, v)
	return uintptr(unsafe.Pointer(v))
}

// text is the address of a string for a call.
func (s *script) text(v string) uintptr {
	b := append([]byte(v), 0)
	return pointer(s, &b[0])
}

// texts is the address of a list of strings for a call.
func (s *script) texts(list []string) uintptr {
	p := make([]uintptr, len(list)+1)
	for i, v := range list {
		p[i] = s.text(v)
	}
	return pointer(s, &p[0])
}

// start runs the script in a new process and returns its id when the child has
// executed the program or is dead. What failed in it is in pg. The caller has
// locked its thread.
func (s *script) start(flags uintptr, pg *page) (int, error) {
	all, old := new(uint64), new(uint64)
	*all = ^uint64(0)
	// No handler of Go's may run in the child.
	if err := signalMask(all, old); err != 0 {
		return 0, err
	}
	pid, errno := cloneAndRun(flags|uintptr(unix.SIGCHLD), s.calls, pg)
	signalMask(old, nil)
	runtime.KeepAlive(s)
	if errno != 0 {
		return 0, errno
	}
	return int(pid), nil
}

func signalMask(set, old *uint64) syscall.Errno {
	_, _, errno := unix.RawSyscall6(unix.SYS_RT_SIGPROCMASK, unix.SIG_SETMASK, uintptr(unsafe.Pointer(set)), uintptr(unsafe.Pointer(old)), 8, 0, 0)
	return errno
}

// cloneAndRun is the parent until the clone and the child after it. The child may
// be using the parent's memory and stack: it must not allocate, grow the stack,
// take locks or be preempted, and what it calls may do so as little. The parent
// must return at once, because the child has overwritten this frame.
//
//go:noinline
//go:nosplit
//go:norace
//go:nocheckptr
func cloneAndRun(flags uintptr, calls []call, pg *page) (pid uintptr, errno syscall.Errno) {
	var (
		i        int
		tries    int
		c        *call
		a0, last uintptr
		err      syscall.Errno
		pause    unix.Timespec
	)
	pid, errno = rawClone(flags)
	if errno != 0 || pid != 0 {
		return pid, errno
	}
	pause.Nsec = 2e6
	for i = 0; i < len(calls); i++ {
		c = &calls[i]
		a0 = c.args[0]
		if a0 == lastResult {
			a0 = last
		}
		for tries = 0; ; tries++ {
			last, _, err = syscall.RawSyscall6(c.number, a0, c.args[1], c.args[2], c.args[3], c.args[4], c.args[5])
			if c.mode != execute || err != unix.ETXTBSY || tries == 100 {
				break
			}
			// Some other child of the harness, between its fork and its exec, may still
			// hold the file open for writing.
			syscall.RawSyscall6(unix.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&pause)), 0, 0, 0, 0, 0)
		}
		if c.store != nil {
			*c.store = uint32(last)
		}
		if c.mode == record {
			if c.number == unix.SYS_CLONE && last == 0 {
				break // a child that should not be
			}
			pg.results[pg.recorded].Value = int64(last)
			pg.results[pg.recorded].Errno = err
			pg.recorded++
			continue
		}
		if c.mode == mustReturn && err == 0 && last != c.want {
			err = unix.ESRCH
		}
		if err != 0 && c.mode != may {
			pg.failed, pg.errno = int32(i+1), int32(err)
			break
		}
	}
	for {
		syscall.RawSyscall6(unix.SYS_EXIT_GROUP, 0, 0, 0, 0, 0, 0)
	}
}
