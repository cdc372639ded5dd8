package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// tick is the unit of times in /proc: USER_HZ is 100 on all of Linux's platforms that
// Go knows.
const tick = 10 * time.Millisecond

// treeCPU is the processor time used so far by a process, all its descendants that
// live, and all those that were waited for. Long-lived descendants are why getrusage
// will not do: it counts them only when they have ended.
func treeCPU(pid int) (time.Duration, error) {
	dirs, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return 0, err
	}
	parents, used := map[int]int{}, map[int]time.Duration{}
	for _, dir := range dirs {
		b, err := os.ReadFile(filepath.Join(dir, "stat"))
		if err != nil {
			continue // it has just ended
		}
		id, err := strconv.Atoi(filepath.Base(dir))
		if err != nil {
			continue
		}
		// The second field is a name in brackets, which may hold anything; the fields
		// after it are state, parent, …, and as the 12th to 15th the times.
		fields := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
		if len(fields) < 15 {
			return 0, fmt.Errorf("%s/stat: %q is not as expected", dir, b)
		}
		parents[id], _ = strconv.Atoi(string(fields[1]))
		for _, f := range fields[11:15] {
			n, err := strconv.Atoi(string(f))
			if err != nil {
				return 0, fmt.Errorf("%s/stat: %q is no time", dir, f)
			}
			used[id] += time.Duration(n) * tick
		}
	}
	if _, ok := parents[pid]; !ok {
		return 0, fmt.Errorf("process %d has ended", pid)
	}
	var sum time.Duration
	for id := range parents {
		for up := id; up > 0; up = parents[up] {
			if up == pid {
				sum += used[id]
				break
			}
		}
	}
	return sum, nil
}
