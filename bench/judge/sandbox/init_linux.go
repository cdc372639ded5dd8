package sandbox

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"dialogo/bench"
)

// spawnerArg is the name under which a spawner is started.
const spawnerArg = "dialogo-sandbox"

// Init must be the first call of main, and of TestMain in a test binary that
// judges. It returns at once unless this process was started by a Box, in which
// case it never returns.
func Init() {
	if os.Args[0] != spawnerArg {
		return
	}
	runtime.LockOSThread() // see job.run
	s := &server{jobs: map[uint64]*job{}, buf: make([]byte, maxPacket+1), oob: make([]byte, unix.CmsgSpace(4*maxFDs))}
	if err := s.open(); err != nil {
		s.send(append([]byte{opReady}, err.Error()...))
		os.Exit(1)
	}
	s.send([]byte{opReady})
	s.serve()
	s.end()
	os.Exit(0)
}

// server is a spawner from the inside. It never runs foreign code: what it starts
// becomes foreign only when it has nothing of the spawner any more.
type server struct {
	spawnerSetup
	sock    int
	buf     []byte // what receive reads into
	oob     []byte
	visible []visible // what Landlock lets every program open, with namespaces
	mu      sync.Mutex
	jobs    map[uint64]*job
	kits    []*kit  // not in use
	lastCap uintptr // the kernel's last capability
	work    sync.WaitGroup
}

// kit is what a job needs again and again.
type kit struct {
	script script
	page   *page
	// The filters, which a job takes one of: making them takes long.
	tool, program filter
}

// kit returns a kit, which should be given back.
func (s *server) kit() (*kit, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.kits); n > 0 {
		k := s.kits[n-1]
		s.kits = s.kits[:n-1]
		return k, nil
	}
	page, err := newPage()
	if err != nil {
		return nil, fmt.Errorf("map a page: %w", err)
	}
	namespaces := s.has(bench.LayerNamespaces)
	return &kit{script: script{calls: make([]call, 0, 192)}, page: page, tool: newFilter(namespaces, false), program: newFilter(namespaces, true)}, nil
}

func (s *server) giveBack(k *kit) {
	k.script.clear()
	s.mu.Lock()
	s.kits = append(s.kits, k) // as many as there were jobs at once
	s.mu.Unlock()
}

// firstFD is the lowest descriptor a spawner uses. Those below are a program's.
const firstFD = 3 + MaxPipes

func (s *server) open() error {
	var err error
	s.sock = 3
	os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0) // die first; best effort
	// A program may run as our user: keep it from tracing us.
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("prctl dumpable: %w", err)
	}
	if s.sock, err = unix.FcntlInt(uintptr(s.sock), unix.F_DUPFD_CLOEXEC, firstFD+1); err != nil {
		return fmt.Errorf("socket: %w", err)
	}
	for fd := 0; fd < firstFD; { // what arrives must not be where a program's descriptors go
		if fd, err = unix.FcntlInt(0, unix.F_DUPFD_CLOEXEC, 0); err != nil {
			return fmt.Errorf("descriptors: %w", err)
		}
	}
	for unix.Prctl(unix.PR_CAPBSET_READ, s.lastCap+1, 0, 0, 0) == nil {
		s.lastCap++
	}
	packet, _, err := s.receive()
	if err == nil {
		err = json.Unmarshal(packet, &s.spawnerSetup)
	}
	if err != nil {
		return fmt.Errorf("setup: %w", err)
	}
	if !s.namespaced() {
		return nil
	}
	if err := buildRoot(s.ReadOnly); err != nil {
		return err
	}
	unix.Sethostname([]byte("box"))
	s.visible, err = openVisible(s.ReadOnly)
	return err
}

// namespaced reports whether this process is in namespaces of its own.
func (s *setup) namespaced() bool { return s.uses(bench.LayerNamespaces) }

// uses reports whether a layer is to be put up.
func (s *setup) uses(l bench.Layer) bool { return s.has(l) && s.Broken != l }

// serve carries out requests until the other side is gone.
func (s *server) serve() {
	for {
		packet, fds, err := s.receive()
		if err != nil || len(packet) == 0 {
			return
		}
		switch packet[0] {
		case opRequest:
			s.start(slices.Clone(packet[1:]), fds)
		case opLarge:
			var b []byte
			if n := len(fds) - 1; n >= 0 {
				b, _ = readAll(fds[n]) // an error shows as an incomplete request
				unix.Close(fds[n])
				fds = fds[:n]
			}
			s.start(b[min(1, len(b)):], fds)
		case opKill:
			s.kill(binary.LittleEndian.Uint64(packet[1:]))
		}
	}
}

// receive reads a packet, which is valid until the next. An empty one or none says
// that the other side is gone.
func (s *server) receive() ([]byte, []int, error) {
	for {
		n, noob, flags, _, err := unix.Recvmsg(s.sock, s.buf, s.oob, unix.MSG_CMSG_CLOEXEC)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		fds := rights(s.oob[:noob])
		if flags&(unix.MSG_TRUNC|unix.MSG_CTRUNC) != 0 {
			return nil, nil, errors.New("a packet is too long")
		}
		return s.buf[:n], fds, nil
	}
}

// maxFDs is how many descriptors a packet can have.
const maxFDs = 253

func rights(oob []byte) []int {
	var fds []int
	messages, _ := unix.ParseSocketControlMessage(oob)
	for _, m := range messages {
		got, _ := unix.ParseUnixRights(&m)
		fds = append(fds, got...)
	}
	return fds
}

func (s *server) send(packet []byte) {
	for unix.Send(s.sock, packet, unix.MSG_NOSIGNAL) == unix.EINTR {
	}
}

// start begins a job.
func (s *server) start(packet []byte, fds []int) {
	r, err := decodeRequest(packet)
	if err != nil { // of a sender that is us, so it cannot be
		closeFDs(fds)
		fmt.Fprintln(os.Stderr, "bad request:", err)
		return
	}
	j := &job{request: r, server: s, fds: fds}
	s.mu.Lock()
	s.jobs[r.ID] = j
	s.mu.Unlock()
	s.work.Add(1)
	go j.run()
}

// done ends a job.
func (s *server) done(j *job, r report) {
	closeFDs(j.fds)
	s.mu.Lock()
	delete(s.jobs, j.ID)
	s.mu.Unlock()
	r.ID = j.ID
	b, _ := json.Marshal(r) // plain data
	s.send(append([]byte{opDone}, b...))
	s.work.Done()
}

func (s *server) kill(id uint64) {
	s.mu.Lock()
	j := s.jobs[id]
	s.mu.Unlock()
	if j != nil {
		j.kill()
	}
}

// end kills all jobs. As process 1 of a namespace we need not: all else dies with
// us. Without namespaces there are folders to remove.
func (s *server) end() {
	if s.namespaced() {
		return
	}
	s.mu.Lock()
	for _, j := range s.jobs {
		j.kill()
	}
	s.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		s.work.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
	}
}

func closeFDs(fds []int) {
	for _, fd := range fds {
		unix.Close(fd)
	}
}
