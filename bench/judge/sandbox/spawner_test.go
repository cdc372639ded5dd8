//go:build linux

package sandbox

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"dialogo/bench"
)

func TestADeadSpawnerIsReplaced(t *testing.T) {
	for name, o := range map[string]Options{"sandboxed": {}, "without namespaces": tierB()} {
		t.Run(name, func(t *testing.T) {
			o.Scratch = t.TempDir()
			os.Chmod(filepath.Dir(o.Scratch), 0o755)
			b := openWith(t, o)
			p, err := b.Start(context.Background(), shell("while :; do :; done"))
			if err != nil {
				t.Fatal(err)
			}
			<-p.Started()
			pid := int(p.pid.Load())
			syscall.Kill(p.spawner.cmd.Process.Pid, syscall.SIGKILL)
			if r, err := p.Wait(); err == nil || !strings.Contains(err.Error(), "the spawner ended") {
				t.Errorf("got %s, %v", brief(r), err)
			}
			for i := 0; alive(pid); i++ {
				if i == 500 {
					t.Fatal("the program lives on")
				}
				time.Sleep(10 * time.Millisecond)
			}
			if left, _ := os.ReadDir(o.Scratch); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
			if r := run(t, b, shell("echo again")); string(r.Stdout) != "again\n" {
				t.Errorf("got %s", brief(r))
			}
		})
	}
}

func TestCloseEndsEverything(t *testing.T) {
	for name, o := range map[string]Options{"sandboxed": {}, "without namespaces": tierB(), "unsandboxed": {Unsandboxed: true}} {
		t.Run(name, func(t *testing.T) {
			o.Scratch = t.TempDir()
			b := openWith(t, o)
			p, err := b.Start(context.Background(), shell("while :; do :; done"))
			if err != nil {
				t.Fatal(err)
			}
			<-p.Started()
			pid := int(p.pid.Load())
			if err := b.Close(); err != nil {
				t.Error(err)
			}
			if _, err := p.Wait(); err != errClosed {
				t.Errorf("in flight: %v", err)
			}
			if alive(pid) || alive(p.spawner.cmd.Process.Pid) {
				t.Error("something lives on")
			}
			if left, _ := os.ReadDir(o.Scratch); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// One program must not see another's folder, nor signal it. Landlock and seccomp,
// which would prevent it as well, are left off.
func TestNeighboursAreStrangers(t *testing.T) {
	b := openWith(t, Options{Require: []bench.Layer{bench.LayerNamespaces}, without: []bench.Layer{bench.LayerLandlock, bench.LayerSeccomp}})
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	first := shell("echo mine > secret; echo ready; read x <&3; echo $x still here")
	first.Pipes = []*os.File{r}
	p, err := b.Start(context.Background(), first)
	if err != nil {
		t.Fatal(err)
	}
	<-p.Started()
	other := run(t, b, shell("echo /* /*/secret *; for i in 0 1 2 3 4 5 6 7 8 9; do for j in 0 1 2 3 4 5 6 7 8 9; do kill -9 $i$j; done; done 2>/dev/null; kill -9 -1"))
	if got := string(other.Stdout); strings.Contains(got, "/secret ") && !strings.Contains(got, "/*/secret") || !strings.Contains(got, "/box") {
		t.Errorf("the other sees %s", got)
	}
	w.WriteString("go on\n")
	w.Close()
	if res, err := p.Wait(); err != nil || string(res.Stdout) != "ready\ngo on still here\n" {
		t.Errorf("got %s, %v", brief(res), err)
	}
}

// census counts what a spawner has.
type census struct{ children, threads, descriptors, mounts, memory int }

func count1(pattern string) int {
	found, _ := filepath.Glob(pattern)
	return len(found)
}

func take(pid int) (c census) {
	dir := fmt.Sprintf("/proc/%d/", pid)
	c.threads, c.descriptors = count1(dir+"task/*"), count1(dir+"fd/*")
	children, _ := filepath.Glob(dir + "task/*/children")
	for _, f := range children {
		b, _ := os.ReadFile(f)
		c.children += len(strings.Fields(string(b)))
	}
	mounts, _ := os.ReadFile(dir + "mountinfo")
	c.mounts = strings.Count(string(mounts), "\n")
	status, _ := os.ReadFile(dir + "status")
	if _, after, ok := strings.Cut(string(status), "VmRSS:"); ok {
		fmt.Sscan(after, &c.memory)
	}
	return c
}

func TestManyRunsLeaveNothing(t *testing.T) {
	program := build(t, "package main\nimport \"os\"\nfunc main() { os.WriteFile(\"x\", make([]byte, 1000), 0o600); println(len(os.Args)) }\n")
	b := openBox(t)
	once := func() *Process {
		r, w, err := os.Pipe()
		if err != nil {
			t.Error(err)
			return nil
		}
		defer r.Close()
		p, err := b.Start(context.Background(), Command{Program: program, Steps: [][]string{{"program"}}, Limits: small, Pipes: []*os.File{w}})
		if err != nil {
			t.Error(err)
			return nil
		}
		if res, err := p.Wait(); err != nil || string(res.Stderr) != "1\n" {
			t.Errorf("%s, %v", brief(res), err)
		}
		return p
	}
	many := func(n int) *Process {
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				for range n / 20 {
					once()
				}
			})
		}
		wg.Wait()
		return once()
	}
	pid := many(100).spawner.cmd.Process.Pid
	ours := count1("/proc/self/fd/*")
	before := take(pid)
	many(500)
	var after census
	for range 100 { // the last threads are ending
		after = take(pid)
		if after.threads <= before.threads && after.descriptors <= before.descriptors {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if after.children > 0 || after.descriptors > before.descriptors || after.mounts != before.mounts || after.threads > before.threads+2 || after.memory > before.memory+24<<10 {
		t.Errorf("before %+v, after %+v", before, after)
	}
	if now := count1("/proc/self/fd/*"); now > ours {
		t.Errorf("we have %d descriptors, had %d", now, ours)
	}
}

func TestAReplacedFolderIsSeen(t *testing.T) {
	b := openBox(t)
	dir := filepath.Join(t.TempDir(), "visible")
	c := shell("read x < " + dir + "/f && echo $x")
	c.ReadOnly = append(c.ReadOnly, dir)
	for _, word := range []string{"one\n", "two\n"} {
		os.RemoveAll(dir)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "f"), []byte(word), 0o644); err != nil {
			t.Fatal(err)
		}
		if r := run(t, b, c); string(r.Stdout) != word {
			t.Errorf("got %q\n%s", r.Stdout, r.Stderr)
		}
	}
	os.RemoveAll(dir)
	if _, err := b.Run(context.Background(), c); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("a folder that is gone: %v", err)
	}
}

func TestSpawnersAreFew(t *testing.T) {
	b := openBox(t)
	for range 3 * maxSpawners {
		c := shell("exit 0")
		c.ReadOnly = append(c.ReadOnly, t.TempDir())
		run(t, b, c)
	}
	if n := len(b.spawners.byPath); n > maxSpawners {
		t.Errorf("%d spawners", n)
	}
}
