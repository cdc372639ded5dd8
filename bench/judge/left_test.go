//go:build linux

package judge_test

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// adoptOrphans makes this process the parent of all its descendants whose parents end,
// so that none is lost from sight.
func adoptOrphans(t testing.TB) {
	t.Helper()
	const setChildSubreaper = 36
	if _, _, e := syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0); e != 0 {
		t.Fatal(e)
	}
}

// descendants are the processes below this one, but for the dead, with their programs.
func descendants(t testing.TB) map[string]string {
	t.Helper()
	parent, program := map[string]string{}, map[string]string{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range stats {
		b, err := os.ReadFile(file)
		open, end := bytes.IndexByte(b, '('), bytes.LastIndexByte(b, ')')
		if err != nil || open < 0 || end < 0 {
			continue // it has ended
		}
		if f := strings.Fields(string(b[end+1:])); len(f) > 1 && f[0] != "Z" && f[0] != "X" {
			id := strings.TrimSpace(string(b[:open]))
			exe, _ := os.Readlink("/proc/" + id + "/exe")
			parent[id], program[id] = f[1], exe+" "+string(b[open:end+1])
		}
	}
	self := strconv.Itoa(os.Getpid())
	found := map[string]string{}
	for id := range parent {
		for up := id; up != ""; up = parent[up] {
			if parent[up] == self {
				found[id] = program[id]
				break
			}
		}
	}
	return found
}

// onlyOurOwnRuns wants no process to run but the sandbox's own, which are this program.
func onlyOurOwnRuns(t testing.TB) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "processes left", func() string {
		left := descendants(t)
		maps.DeleteFunc(left, func(_, program string) bool { return strings.HasPrefix(program, self+" ") })
		return news(nil, left)
	})
}

func readMounts(t testing.TB) map[string]string {
	t.Helper()
	b, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	mounts := map[string]string{}
	for line := range strings.Lines(string(b)) {
		mounts[line] = ""
	}
	return mounts
}

// openDescriptors are this process's open files by what they are, with their number.
func openDescriptors(t testing.TB) map[string]string {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, e := range entries {
		if to, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil {
			found[e.Name()] = to
		}
	}
	return found
}

// news are the keys of now that were not there before.
func news(before, now map[string]string) string {
	var left []string
	for k, v := range now {
		if _, was := before[k]; !was {
			left = append(left, k+" "+v)
		}
	}
	slices.Sort(left)
	return strings.Join(left, "\n")
}

// eventually gives what is ending some seconds to end.
func eventually(t testing.TB, what string, left func() string) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		found := left()
		if found == "" {
			return
		}
		if time.Now().After(end) {
			t.Errorf("%s:\n%s", what, found)
			return
		}
	}
}
