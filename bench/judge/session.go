package judge

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"dialogo/bench"
	"dialogo/bench/judge/driver"
	"dialogo/bench/judge/sandbox"
)

// session is our side of the protocol with one running program, see package driver.
// Whatever comes from the program is checked; a session that went wrong is over.
type session struct {
	process *sandbox.Process
	program *program
	shared  bool // other answers are in the program
	heavy   bool // the last case may have left much garbage
	request *os.File
	reply   *os.File
	limits  bench.Limits
	limit   time.Duration // of the case at hand, in processor time
	// rested, if not nil, adds up the time that the answer did nothing in all its cases.
	rested *time.Duration
	buf    []byte // read but not used yet
}

// reply is a well-formed reply.
type reply struct {
	kind    byte
	payload []byte
}

// failure is how a program failed to reply: what became of the case, and whether
// nothing further should be run.
type failure struct {
	status  bench.Status
	message string
	final   bool
}

func (f *failure) Error() string { return string(f.status) + ": " + f.message }

// startSession starts a program. Memory and output limits are the given ones; of
// processor time it has total at most, and is watched case by case.
func (j *Judge) startSession(ctx context.Context, b built, limits bench.Limits, total time.Duration) (*session, error) {
	reqR, reqW, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start program: %w", err)
	}
	repR, repW, err := os.Pipe()
	if err != nil {
		reqR.Close()
		reqW.Close()
		return nil, fmt.Errorf("start program: %w", err)
	}
	memory := int64(limits.MemoryMB) << 20
	var visible []string
	if j.tools.zones != "" {
		visible = []string{j.tools.zones}
	}
	p, err := j.box.Start(ctx, sandbox.Command{
		Steps: [][]string{{answerName}}, Program: b.program.file, Pipes: []*os.File{reqR, repW}, ReadOnly: visible,
		// The driver gives what runs alone more processors: an environment that differs
		// would tell an answer whether it has company.
		// A soft limit just below the hard one makes the collector work harder
		// before a program with much garbage is refused memory.
		Env: []string{"GOMAXPROCS=1", fmt.Sprintf("GOMEMLIMIT=%dMiB", limits.MemoryMB*9/10), "GOTRACEBACK=none", "TMPDIR=.", "HOME=.", "TZ=UTC", "ZONEINFO=" + j.tools.zones},
		// The limit of the whole process is a backstop: the kernel counts it by ticks.
		Limits: sandbox.Limits{Memory: memory, CPU: 2*total + 2*time.Second, Wall: starvedFactor*total + time.Minute,
			Output: int64(limits.OutputKB) << 10, Scratch: 16 << 20, Threads: 64},
	})
	if err != nil {
		reqW.Close()
		repR.Close()
		return nil, err
	}
	s := &session{process: p, program: b.program, shared: b.shared, request: reqW, reply: repR, limits: limits, limit: time.Duration(limits.Case)}
	<-p.Started()
	stack := memory / 4
	if b.shared {
		stack /= glance
	}
	settings := binary.LittleEndian.AppendUint64(nil, uint64(stack))
	settings = binary.LittleEndian.AppendUint64(settings, s.maxReply())
	s.request.Write(binary.LittleEndian.AppendUint64(settings, uint64(b.index))) // a dead program shows at the first reply
	return s, nil
}

// maxReply is how much data a program may send in a reply, in bytes.
func (s *session) maxReply() uint64 { return uint64(s.limits.OutputKB) << 10 }

// close ends the program and reports what it sent beyond its replies.
func (s *session) close() (extra bool, r sandbox.Result, err error) {
	s.process.Kill()
	r, err = s.process.Wait()
	s.request.Close()
	if len(s.buf) == 0 {
		s.reply.SetReadDeadline(time.Now().Add(time.Second)) // nobody holds the other end any more
		n, _ := io.ReadFull(s.reply, make([]byte, 1))
		extra = n > 0
	}
	s.reply.Close()
	return extra || len(s.buf) > 0, r, err
}

// send sends a request with a random id, which it returns.
func (s *session) send(op uint32, n int, data []byte) uint64 {
	var b [16]byte
	rand.Read(b[:8])
	binary.LittleEndian.PutUint32(b[8:], op)
	binary.LittleEndian.PutUint32(b[12:], uint32(n))
	msg := b[:]
	if op == driver.OpCheck {
		msg = append(binary.LittleEndian.AppendUint32(msg, uint32(len(data))), data...)
	}
	s.request.SetWriteDeadline(time.Now().Add(time.Minute)) // it may not read; then no reply comes
	s.request.Write(msg)
	return binary.LittleEndian.Uint64(b[:8])
}

// ask has one case called. The error is a *failure if the program is to blame.
func (s *session) ask(ctx context.Context, op uint32, n int, data []byte) (reply, error) {
	if s.heavy { // what a case leaves behind does not count against the next
		s.send(driver.OpFree, 0, nil)
		s.heavy = false
	}
	id := s.send(op, n, data)
	r, err := s.receive(ctx, id)
	if err == nil && len(s.buf) > 0 {
		err = violation("more than one reply")
	}
	return r, err
}

func violation(what string) *failure {
	return &failure{status: bench.RuntimeError, message: "tampered with the judge's protocol: " + what}
}

// receive reads one reply under the limits of a case.
func (s *session) receive(ctx context.Context, id uint64) (reply, error) {
	w := s.watch()
	head, err := s.read(ctx, w, 13)
	if err != nil {
		return reply{}, err
	}
	size := int(binary.LittleEndian.Uint32(head))
	if binary.LittleEndian.Uint64(head[4:]) != id || size < 9 || uint64(size) > driver.MaxWire(s.maxReply()) {
		return reply{}, violation("malformed reply")
	}
	kind := head[12]
	payload, err := s.read(ctx, w, size-9)
	s.heavy = w.usage.Memory > int64(s.limits.MemoryMB)<<20/4
	if err == nil && w.late {
		err = &failure{bench.Timeout, "took more than " + busyLimit(s.limits, s.limit), true}
	}
	return reply{kind, payload}, err
}

// read returns the next n bytes.
func (s *session) read(ctx context.Context, w *watch, n int) ([]byte, error) {
	chunk := make([]byte, 32<<10)
	for len(s.buf) < n {
		s.reply.SetReadDeadline(w.next)
		k, err := s.reply.Read(chunk)
		s.buf = append(s.buf, chunk[:k]...)
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return nil, s.death()
		}
		if time.Now().Before(w.next) {
			continue
		}
		// Also if something came: a reply may drip.
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if f := w.exceeded(); f != nil {
			return nil, f
		}
	}
	b := s.buf[:n]
	s.buf = append([]byte(nil), s.buf[n:]...)
	return b, nil
}

// death finds out why the program ended. The program could make us believe another
// cause of its own failure, which gains it nothing.
func (s *session) death() error {
	r, err := s.process.Wait()
	if err != nil {
		return err
	}
	fatal := fatalLine(string(r.Stderr))
	switch {
	case r.End == sandbox.WallTime:
		return errors.New("the machine is too busy to run the program to its limits")
	case outOfMemory(fatal):
		return &failure{bench.Memory, fmt.Sprintf("needed more than %d MiB of memory", s.limits.MemoryMB), true}
	case r.End == sandbox.Signaled && s.program.size() > int64(s.limits.MemoryMB)<<20: // it did not even start
		return &failure{bench.Memory, fmt.Sprintf("needed more than %d MiB of memory", s.limits.MemoryMB), true}
	case r.End == sandbox.Signaled && r.CPU >= s.limit: // by the limit of the whole process
		return &failure{bench.Timeout, "took more than " + busyLimit(s.limits, s.limit), true}
	case r.End == sandbox.Signaled:
		return &failure{status: bench.RuntimeError, message: fmt.Sprintf("killed by signal %d", r.Signal)}
	case strings.Contains(string(r.Stderr), "SIGSEGV: segmentation violation") && r.Memory > int64(s.limits.MemoryMB)<<20/2:
		// The runtime touched memory that it was refused.
		return &failure{bench.Memory, fmt.Sprintf("needed more than %d MiB of memory", s.limits.MemoryMB), true}
	case fatal != "" && r.Exit == 2:
		return &failure{bench.RuntimeError, stable(fatal), fatal == "fatal error: stack overflow"}
	}
	return &failure{status: bench.RuntimeError, message: fmt.Sprintf("the program exited with status %d", r.Exit)}
}

// fatalLine finds the last words of the Go runtime. They may follow what the
// program printed without ending the line.
func fatalLine(stderr string) string {
	found := ""
	for line := range strings.Lines(stderr) {
		if at := lastWords.FindStringIndex(line); at != nil {
			found = strings.TrimSpace(line[at[0]:])
		}
	}
	return found
}

var lastWords = regexp.MustCompile(`panic: |fatal error: `)

func outOfMemory(fatal string) bool {
	return strings.HasPrefix(fatal, "fatal error: ") &&
		(strings.Contains(fatal, "out of memory") || strings.Contains(fatal, "cannot allocate memory") || strings.Contains(fatal, "cannot map pages"))
}
