package sandbox

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// Usage reads what the running step has used.
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
	waited, known := waitedTime(pid)
	p.observe()
	return Usage{CPU: time.Duration(ts.Nano()), Waited: waited, Memory: p.memory.Load(), Known: known}
}

// observe notes the peak of memory so far.
func (p *Process) observe() {
	pid := int(p.pid.Load())
	if pid <= 0 {
		return
	}
	peak := peakMemory(pid)
	for {
		old := p.memory.Load()
		if peak <= old || p.memory.CompareAndSwap(old, peak) {
			return
		}
	}
}

// peak is the largest peak of resident memory, by what was observed and what the
// system said at the ends of the steps. The latter counts from before the exec.
func (p *Process) peak(r report) int64 {
	observed := p.memory.Load()
	if observed == 0 || r.Memory > r.Floor {
		return max(observed, r.Memory)
	}
	return observed
}

// peakMemory reads the peak of resident bytes of a process, 0 if it is gone.
func peakMemory(pid int) int64 {
	var buf [2048]byte
	status := readSmall(fmt.Sprintf("/proc/%d/status", pid), buf[:])
	_, after, _ := bytes.Cut(status, []byte("VmHWM:"))
	fields := bytes.Fields(after[:min(len(after), 32)])
	if len(fields) == 0 {
		return 0
	}
	kb, _ := strconv.ParseInt(string(fields[0]), 10, 64)
	return kb << 10
}

// waitedTime sums the time a process's threads were runnable but not running.
func waitedTime(pid int) (sum time.Duration, known bool) {
	dir := fmt.Sprintf("/proc/%d/task/", pid)
	d, err := os.Open(dir)
	if err != nil {
		return 0, false
	}
	defer d.Close()
	threads, _ := d.Readdirnames(-1)
	var buf [128]byte
	for _, id := range threads {
		// A thread may have ended meanwhile.
		if fields := bytes.Fields(readSmall(dir+id+"/schedstat", buf[:])); len(fields) == 3 {
			ns, _ := strconv.ParseInt(string(fields[1]), 10, 64)
			sum += time.Duration(ns)
			known = true
		}
	}
	return sum, known
}

// readSmall reads a file of the kernel's with one call, nil if it cannot.
func readSmall(path string, buf []byte) []byte {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer unix.Close(fd)
	n, err := unix.Read(fd, buf)
	if err != nil {
		return nil
	}
	return buf[:n]
}
