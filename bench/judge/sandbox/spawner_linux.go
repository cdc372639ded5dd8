package sandbox

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// spawners are the processes of a box that start programs.
type spawners struct {
	mu     sync.Mutex
	closed bool
	byPath map[string]*spawner
	users  uint32 // how many users were given away
	first  uint32 // where giving away began
	lastID uint64
}

// maxSpawners is how many spawners a box keeps beside those that are busy.
const maxSpawners = 4

// spawner is a long-lived process that starts programs for one set of visible
// files, seen from the harness.
type spawner struct {
	cmd    *exec.Cmd
	conn   *net.UnixConn
	words  *lastWords    // what it printed, should it die
	dead   chan struct{} // closed when nothing of it is left
	err    error         // why, then
	seen   []fileID      // the visible files
	jobs   int           // in flight; under spawners.mu
	used   time.Time     // under spawners.mu
	mu     sync.Mutex
	flight map[uint64]*Process
}

// acquire returns a spawner for the given files, with an id for a job. It must be
// released.
func (b *Box) acquire(readOnly []string) (*spawner, uint64, error) {
	all := &b.spawners
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.closed {
		return nil, 0, errClosed
	}
	if !b.setup.namespaced() {
		readOnly = nil // the spawner sees everything anyway
	}
	key := strings.Join(readOnly, "\x00")
	seen, err := identify(readOnly)
	if err != nil {
		return nil, 0, err
	}
	s := all.byPath[key]
	if s == nil || s.ended() || !slices.Equal(s.seen, seen) {
		if s != nil {
			s.close() // jobs that still run in it see files that are gone
		}
		if s, err = startSpawner(&b.setup, readOnly); err != nil {
			return nil, 0, err
		}
		s.seen = seen
		if all.byPath == nil {
			all.byPath = map[string]*spawner{}
		}
		all.byPath[key] = s
		all.shrink(key)
	}
	s.jobs++
	s.used = time.Now()
	all.lastID++
	return s, all.lastID, nil
}

// fileID tells a file from another of the same name.
type fileID struct{ dev, ino uint64 }

// identify looks whether files are still there, and still the same. A spawner would
// go on with what it saw at its start.
func identify(paths []string) ([]fileID, error) {
	var list []fileID
	for _, path := range paths {
		var st unix.Stat_t
		if err := unix.Stat(path, &st); err != nil {
			return nil, fmt.Errorf("visible file: %w", &os.PathError{Op: "stat", Path: path, Err: err})
		}
		list = append(list, fileID{uint64(st.Dev), st.Ino})
	}
	return list, nil
}

func (b *Box) release(s *spawner) {
	b.spawners.mu.Lock()
	defer b.spawners.mu.Unlock()
	s.jobs--
}

// shrink ends the spawners that were idle longest, but not the one of except.
func (all *spawners) shrink(except string) {
	for len(all.byPath) > maxSpawners {
		var oldest *spawner
		var its string
		for key, s := range all.byPath {
			if s.jobs == 0 && key != except && (oldest == nil || s.used.Before(oldest.used)) {
				oldest, its = s, key
			}
		}
		if oldest == nil {
			return
		}
		oldest.close()
		delete(all.byPath, its)
	}
}

// user returns a user no other running program of ours has, since RLIMIT_NPROC
// counts threads by user.
func (all *spawners) user() int {
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.users == 0 {
		all.first = rand.Uint32()
	}
	all.users++
	return 100_000 + int((all.first+all.users)%(1<<16))
}

// Close ends all that runs in the box, and returns when nothing of it is left.
// After it, Start and Run fail.
func (b *Box) Close() error {
	b.spawners.mu.Lock()
	b.spawners.closed = true
	all := b.spawners.byPath
	b.spawners.byPath = nil
	b.spawners.mu.Unlock()
	for _, s := range all {
		s.close()
	}
	for _, s := range all {
		<-s.dead
	}
	return nil
}

// startSpawner starts a spawner and waits until it is ready.
func startSpawner(set *setup, readOnly []string) (*spawner, error) {
	conn, peer, err := socketPair()
	if err != nil {
		return nil, err
	}
	defer peer.Close()
	s := &spawner{conn: conn, words: &lastWords{kept: keeper{half: 2 << 10}}, dead: make(chan struct{}), flight: map[uint64]*Process{}}
	s.cmd = &exec.Cmd{Path: "/proc/self/exe", Args: []string{spawnerArg}, Dir: "/", Env: spawnerEnv(),
		Stderr: s.words, ExtraFiles: []*os.File{peer}, SysProcAttr: set.attributes()}
	if err := s.cmd.Start(); err != nil {
		conn.Close()
		return nil, fmt.Errorf("start the spawner: %w", err)
	}
	if err := s.greet(spawnerSetup{*set, readOnly}); err != nil {
		conn.Close()
		s.cmd.Process.Kill()
		s.cmd.Wait()
		return nil, err
	}
	go s.listen()
	return s, nil
}

// spawnerEnv is the environment of a spawner: small heaps, and no second of sleep at
// the end if this program has the race detector.
func spawnerEnv() []string {
	return []string{"GOMAXPROCS=1", "GOGC=200", "GORACE=atexit_sleep_ms=0"}
}

// attributes asks for fresh namespaces.
func (s *setup) attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setsid: true}
	if !s.namespaced() {
		return a
	}
	a.Cloneflags = syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC |
		syscall.CLONE_NEWUTS | syscall.CLONE_NEWCGROUP
	if s.Userns {
		a.Cloneflags |= syscall.CLONE_NEWUSER
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}}
	}
	return a
}

// socketPair makes the channel to a spawner. It is a socket, not a pipe, for two
// things: it carries descriptors, and with what a step sends the kernel tells us the
// step's process id, which is how we learn whom to measure.
func socketPair() (*net.UnixConn, *os.File, error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	mine, peer := os.NewFile(uintptr(fds[0]), "spawner"), os.NewFile(uintptr(fds[1]), "spawner")
	defer mine.Close()
	if err := unix.SetsockoptInt(fds[0], unix.SOL_SOCKET, unix.SO_PASSCRED, 1); err != nil {
		peer.Close()
		return nil, nil, err
	}
	conn, err := net.FileConn(mine)
	if err != nil {
		peer.Close()
		return nil, nil, err
	}
	return conn.(*net.UnixConn), peer, nil
}

// greet tells the spawner its setup and waits until it is ready.
func (s *spawner) greet(set spawnerSetup) error {
	b, err := json.Marshal(set)
	if err != nil {
		return err
	}
	if len(b) > maxPacket {
		return errors.New("the names of the visible files are too long")
	}
	s.conn.SetDeadline(time.Now().Add(time.Minute))
	defer s.conn.SetDeadline(time.Time{})
	if _, err = s.conn.Write(b); err != nil {
		return fmt.Errorf("the spawner: %w", err)
	}
	packet, _, err := s.receive(make([]byte, maxPacket), make([]byte, 128))
	switch {
	case err != nil:
		return fmt.Errorf("the spawner died at its start: %w%s", err, s.words)
	case packet[0] != opReady || len(packet) > 1:
		return fmt.Errorf("%s", packet[1:])
	}
	return nil
}

// receive reads a packet and who sent it.
func (s *spawner) receive(buf, oob []byte) (packet []byte, pid int, err error) {
	n, noob, _, _, err := s.conn.ReadMsgUnix(buf, oob)
	if err == nil && n == 0 {
		err = io.EOF
	}
	if err != nil {
		return nil, 0, err
	}
	messages, _ := unix.ParseSocketControlMessage(oob[:noob])
	for _, m := range messages {
		if c, err := unix.ParseUnixCredentials(&m); err == nil {
			pid = int(c.Pid)
		}
	}
	return buf[:n], pid, nil
}

// listen hands what the spawner says to whom it concerns, until the spawner ends.
func (s *spawner) listen() {
	buf, oob := make([]byte, maxPacket), make([]byte, 128)
	for {
		packet, pid, err := s.receive(buf, oob)
		if err != nil {
			s.err = err
			break
		}
		switch packet[0] {
		case opBegin:
			if p := s.process(binary.LittleEndian.Uint64(packet[1:])); p != nil {
				p.begin(pid)
			}
		case opDone:
			var r report
			if err := json.Unmarshal(packet[1:], &r); err != nil {
				continue // of a sender that is us, so it cannot be
			}
			if p := s.process(r.ID); p != nil {
				p.reports <- r
			}
		}
	}
	s.conn.Close()
	if s.cmd.SysProcAttr.Cloneflags != 0 {
		s.cmd.Process.Kill() // without namespaces it has folders to remove before it ends
	}
	err := s.cmd.Wait()
	s.err = fmt.Errorf("sandbox: the spawner ended while the program ran (%w, %v)%s", s.err, err, s.words)
	close(s.dead)
}

func (s *spawner) process(id uint64) *Process {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.flight[id]
}

func (s *spawner) ended() bool {
	select {
	case <-s.dead:
		return true
	default:
		return false
	}
}

// close ends the spawner, and with it all it started.
func (s *spawner) close() { s.conn.Close() }

// submit sends a request and its descriptors.
func (s *spawner) submit(p *Process, r *request, files []File, fds []int) error {
	packet, large := r.encode(files)
	if large {
		f, err := inMemory(packet)
		if err != nil {
			return err
		}
		defer f.Close()
		packet, fds = []byte{opLarge}, append(slices.Clone(fds), int(f.Fd()))
	}
	if len(fds) > maxFDs {
		return fmt.Errorf("more than %d descriptors", maxFDs)
	}
	s.mu.Lock()
	s.flight[r.ID] = p
	s.mu.Unlock()
	_, _, err := s.conn.WriteMsgUnix(packet, unix.UnixRights(fds...), nil)
	if err != nil {
		s.forget(r.ID)
	}
	return err
}

func (s *spawner) forget(id uint64) {
	s.mu.Lock()
	delete(s.flight, id)
	s.mu.Unlock()
}

// kill ends a job. A spawner that cannot be told is ending, too.
func (s *spawner) kill(id uint64) { s.conn.Write(withID(opKill, id)) }

// lastWords keep the beginning and the end of what a spawner prints.
type lastWords struct {
	mu   sync.Mutex
	kept keeper
}

func (w *lastWords) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.kept.Write(b)
}

// String is what was kept, as the end of a sentence.
func (w *lastWords) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.kept.head) == 0 {
		return ""
	}
	return ": " + string(w.kept.bytes())
}
