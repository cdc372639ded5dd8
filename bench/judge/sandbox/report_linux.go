package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// reportSocket makes the channel on which the stages report. It is a socket, not
// a pipe, for one thing: the kernel attaches the sender's process id and
// translates it into our namespace, which is how we learn whom to measure.
func reportSocket() (*net.UnixConn, *os.File, error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	mine, peer := os.NewFile(uintptr(fds[0]), "report"), os.NewFile(uintptr(fds[1]), "report")
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

// beginMessage is what a step says just before it becomes the program.
const beginMessage = "begin"

// listen reads reports until the last one.
func (p *Process) listen(conn *net.UnixConn) (report, error) {
	defer conn.Close()
	begun := false
	begin := func() {
		if !begun {
			close(p.started)
			begun = true
		}
	}
	defer begin()
	buf, oob := make([]byte, 64<<10), make([]byte, 128)
	for {
		n, noob, _, _, err := conn.ReadMsgUnix(buf, oob)
		if err == nil && n == 0 {
			err = io.EOF
		}
		if err != nil {
			return report{}, err
		}
		if string(buf[:n]) == beginMessage {
			p.pid.Store(int64(senderPid(oob[:noob])))
			begin()
			continue
		}
		var r report
		return r, json.Unmarshal(buf[:n], &r)
	}
}

func senderPid(oob []byte) int {
	msgs, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return 0
	}
	for _, m := range msgs {
		if c, err := unix.ParseUnixCredentials(&m); err == nil {
			return int(c.Pid)
		}
	}
	return 0
}

// Usage reads the time the running step has had.
func (p *Process) Usage() Usage {
	pid := int(p.pid.Load())
	if pid <= 0 {
		return Usage{}
	}
	var ts unix.Timespec
	// The clock id of another process's CPU time, see clock_getcpuclockid(3).
	if unix.ClockGettime(int32(^pid<<3|2), &ts) != nil {
		return Usage{}
	}
	waited, err := waitedTime(pid)
	return Usage{CPU: time.Duration(ts.Nano()), Waited: waited, Memory: peakMemory(pid), Known: err == nil}
}

// peakMemory reads the peak of resident bytes of a process, 0 if it is gone.
func peakMemory(pid int) int64 {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, after, _ := strings.Cut(string(b), "VmHWM:")
	fields := strings.Fields(after)
	if len(fields) == 0 {
		return 0
	}
	kb, _ := strconv.ParseInt(fields[0], 10, 64)
	return kb << 10
}

// waitedTime sums the time a process's threads were runnable but not running.
func waitedTime(pid int) (time.Duration, error) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil || len(files) == 0 {
		return 0, errors.New("no schedstat")
	}
	var sum time.Duration
	for _, f := range files {
		b, _ := os.ReadFile(f) // a thread may have ended meanwhile
		if fields := strings.Fields(string(b)); len(fields) == 3 {
			ns, _ := strconv.ParseInt(fields[1], 10, 64)
			sum += time.Duration(ns)
		}
	}
	return sum, nil
}
