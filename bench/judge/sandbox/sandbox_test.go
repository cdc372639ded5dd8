//go:build linux

package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"dialogo/bench"
	"dialogo/bench/benchtest"
)

func TestMain(m *testing.M) {
	Init()
	if os.Getenv("SANDBOX_TEST_PARENT") != "" {
		beKilledParent()
	}
	if os.Getenv(programsVar) != "" {
		os.Exit(m.Run())
	}
	dir, err := os.MkdirTemp("", "sandbox-test-")
	if err != nil {
		panic(err)
	}
	os.Chmod(dir, 0o777) // another user adds to it, see TestAsAnOrdinaryUser
	os.Setenv(programsVar, dir)
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// openBox opens a box that holds; the tests here are of nothing else.
func openBox(t testing.TB) *Box { return openWith(t, Options{}) }

func openWith(t testing.TB, o Options) *Box {
	t.Helper()
	b, _, err := Open(context.Background(), o)
	benchtest.Need(t, err == nil, fmt.Sprintf("a machine that can isolate programs (%v)", err))
	t.Cleanup(func() { b.Close() })
	return b
}

// tierB are the options for a box without namespaces that isolates all the same.
func tierB() Options {
	return Options{Require: []bench.Layer{bench.LayerLandlock, bench.LayerSeccomp, bench.LayerPrivileges, bench.LayerLimits},
		without: []bench.Layer{bench.LayerNamespaces}}
}

var small = Limits{Memory: 64 << 20, CPU: time.Second, Wall: 20 * time.Second, Output: 64 << 10, Scratch: 1 << 20, Threads: 32}

// shell is a command that runs a script of built-ins: sh cannot fork in the box.
func shell(scripts ...string) Command {
	c := Command{Env: []string{"ONLY=this"}, Limits: small}
	for _, dir := range []string{"/bin", "/lib", "/lib64", "/usr/bin", "/usr/lib", "/usr/lib64"} {
		if _, err := os.Stat(dir); err == nil { // a folder, or a link into /usr
			c.ReadOnly = append(c.ReadOnly, dir)
		}
	}
	for _, s := range scripts {
		c.Steps = append(c.Steps, []string{"/bin/sh", "-c", s})
	}
	return c
}

// silent is the reading end of a pipe into which nobody writes.
func silent(t *testing.T) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return r
}

func run(t *testing.T, b *Box, c Command) Result {
	t.Helper()
	r, err := b.Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRuns(t *testing.T) {
	b := openBox(t)
	with := func(c Command, f func(*Command)) Command { f(&c); return c }
	tests := []struct {
		name    string
		command Command
		want    Result
		stdout  string
	}{
		{"output and status", shell("echo out; echo err >&2; exit 3"), Result{End: Exited, Exit: 3}, "out\n"},
		{"nothing is inherited", shell(`echo "$ONLY $HOME $OPENAI_API_KEY."`), Result{End: Exited}, "this  .\n"},
		{"process 1 is deaf to itself", shell("kill -9 $$; exit 3"), Result{End: Exited, Exit: 3}, ""},
		{"too much output", shell("while :; do echo 0123456789012345678901234567890123456789; done"), Result{End: Signaled, Signal: 9}, "*"},
		{"too much time", shell("while :; do :; done"), Result{End: Signaled, Signal: 9}, ""},
		{"blocked for too long", with(shell("read x <&3"), func(c *Command) { c.Limits.Wall, c.Pipes = 300*time.Millisecond, []*os.File{silent(t)} }), Result{End: WallTime}, ""},
		{"steps share a folder", shell("echo one > a", "read x < a; echo $x two"), Result{End: Exited, Step: 1}, "one two\n"},
		{"a failing step is the last", shell("exit 4", "echo never"), Result{End: Exited, Exit: 4}, ""},
		{"input files", with(shell("read x < in; echo $x"), func(c *Command) { c.Files = []File{{"in", []byte("hello\n")}} }), Result{End: Exited}, "hello\n"},
		{"no fork", shell("(echo child) 2>/dev/null; echo $?"), Result{End: Exited, Exit: 2}, ""},
		{"the folder is bounded", shell("while :; do echo 0123456789012345678901234567890123456789012345678901234567890123456789; done > big"), Result{End: Signaled, Signal: 9}, ""},
		{"other folders cannot be written", shell("echo x > /x || echo refused"), Result{End: Exited}, "refused\n"},
	}
	t.Setenv("OPENAI_API_KEY", "sk-secret")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, b, tt.command)
			if r.End != tt.want.End || r.Step != tt.want.Step || r.Signal != tt.want.Signal || r.Exit != tt.want.Exit && r.Exit != 0 != (tt.want.Exit != 0) {
				t.Errorf("got %s; want %s", brief(r), brief(tt.want))
			}
			if tt.stdout != "*" && string(r.Stdout) != tt.stdout {
				t.Errorf("printed %q, want %q\n%s", r.Stdout, tt.stdout, r.Stderr)
			}
			if len(r.Stdout)+len(r.Stderr) > int(small.Output) {
				t.Errorf("%d bytes of output", len(r.Stdout)+len(r.Stderr))
			}
		})
	}
}

func TestOutputs(t *testing.T) {
	b := openBox(t)
	f, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c := shell("echo result > out")
	c.Outputs = []Output{{Name: "out", To: f, Max: 100}}
	run(t, b, c)
	if data, err := os.ReadFile(f.Name()); err != nil || string(data) != "result\n" {
		t.Errorf("got %q, %v", data, err)
	}
	c = shell("exit 0")
	c.Outputs = []Output{{Name: "out", To: f, Max: 100}}
	if _, err := b.Run(context.Background(), c); err == nil {
		t.Error("a missing output is no error")
	}
}

// Descriptors of ours, however they came about, must not reach the program.
func TestNoStrayDescriptors(t *testing.T) {
	b := openBox(t)
	var fds [2]int
	if err := unix.Pipe(fds[:]); err != nil { // without close-on-exec
		t.Fatal(err)
	}
	defer unix.Close(fds[0])
	defer unix.Close(fds[1])
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	c := shell(`echo through >&3; exec 2>/dev/null; command echo x >&4 && echo open; exit 0`)
	c.Pipes = []*os.File{w}
	res := run(t, b, c)
	if got, _ := io.ReadAll(r); string(got) != "through\n" {
		t.Errorf("the pipe brought %q; %s", got, res.Stderr)
	}
	if strings.Contains(string(res.Stdout), "open") {
		t.Error("descriptor 4 is open")
	}
}

func TestCancel(t *testing.T) {
	b := openBox(t)
	ctx, cancel := context.WithCancel(context.Background())
	p, err := b.Start(ctx, shell("while :; do :; done"))
	if err != nil {
		t.Fatal(err)
	}
	<-p.Started()
	cancel()
	if _, err := p.Wait(); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
	if _, err := b.Start(ctx, shell("exit 0")); !errors.Is(err, context.Canceled) {
		t.Errorf("starting under an ended context: %v", err)
	}
}

func TestUsageTellsBusyFromBlocked(t *testing.T) {
	b := openBox(t)
	for script, busy := range map[string]bool{"while :; do :; done": true, "read x <&3": false} {
		c := shell(script)
		c.Pipes = []*os.File{silent(t)}
		p, err := b.Start(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		<-p.Started()
		var u Usage
		for range 200 { // until it is clear; up to two seconds
			time.Sleep(10 * time.Millisecond)
			if u = p.Usage(); busy && u.CPU > 100*time.Millisecond {
				break
			}
		}
		p.Kill()
		p.Wait()
		if !u.Known || busy != (u.CPU > 100*time.Millisecond) {
			t.Errorf("%s: %+v", script, u)
		}
		if after := p.Usage(); after.Known {
			t.Errorf("usage of an ended process: %+v", after)
		}
	}
}

// beKilledParent starts an endless program, prints its process id and its folder,
// and waits to be killed.
func beKilledParent() {
	o := map[string]Options{"sandboxed": {}, "unsandboxed": {Unsandboxed: true}, "without namespaces": tierB()}[os.Getenv("SANDBOX_TEST_PARENT")]
	b, _, err := Open(context.Background(), o)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	c := shell("while :; do :; done")
	c.Limits.CPU, c.Limits.Wall = time.Minute, time.Minute
	p, err := b.Start(context.Background(), c)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	<-p.Started()
	fmt.Println(p.pid.Load(), p.spawner.cmd.Process.Pid)
	p.Wait()
	os.Exit(0)
}

func TestNothingSurvivesKillOfTheParent(t *testing.T) {
	for _, kind := range []string{"sandboxed", "unsandboxed", "without namespaces"} {
		t.Run(kind, func(t *testing.T) {
			cmd := exec.Command(os.Args[0])
			tmp := t.TempDir()
			os.Chmod(filepath.Dir(tmp), 0o755)
			cmd.Env = append(os.Environ(), "SANDBOX_TEST_PARENT="+kind, "TMPDIR="+tmp)
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			line, _ := bufio.NewReader(out).ReadString('\n')
			var pid, spawner int
			if _, err := fmt.Sscan(line, &pid, &spawner); err != nil || !alive(pid) || !alive(spawner) {
				t.Fatalf("no program: %q", line)
			}
			cmd.Process.Kill()
			cmd.Wait()
			gone := func() bool { return !alive(pid) && !alive(spawner) }
			for range 500 {
				if gone() {
					break
				}
				time.Sleep(10 * time.Millisecond)
			}
			if !gone() {
				t.Errorf("the program lives: %v, the spawner lives: %v", alive(pid), alive(spawner))
				syscall.Kill(pid, syscall.SIGKILL)
				syscall.Kill(spawner, syscall.SIGKILL)
			}
			if left, _ := os.ReadDir(tmp); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// alive reports whether a process runs; one that only waits to be reaped does not.
func alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !bytes.Contains(stat, []byte(") Z "))
}

func TestUnsandboxedStillLimits(t *testing.T) {
	b := Unsandboxed()
	if b.Isolated() {
		t.Error("claims to isolate")
	}
	if r := run(t, b, shell("echo $ONLY$HOME; exit 3")); string(r.Stdout) != "this\n" || r.Exit != 3 {
		t.Errorf("got %s", brief(r))
	}
	if r := run(t, b, shell("while :; do :; done")); r.End != Signaled {
		t.Errorf("an endless loop: %s", brief(r))
	}
	if r := run(t, b, shell("echo a > a", "read x < a; echo $x")); string(r.Stdout) != "a\n" {
		t.Errorf("got %s", brief(r))
	}
}

func TestProgramByDescriptor(t *testing.T) {
	b := openBox(t)
	program := build(t, `package main
import "os"
func main() { os.Stdout.WriteString(os.Args[0] + "\n") }`)
	c := Command{Program: program, Steps: [][]string{{"name"}}, Limits: small}
	if r := run(t, b, c); string(r.Stdout) != "name\n" || r.Printed != 5 || r.Memory == 0 {
		t.Errorf("got %s", brief(r))
	}
}

func TestAClosedBoxStartsNothing(t *testing.T) {
	b := openBox(t)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Start(context.Background(), shell("exit 0")); err == nil {
		t.Error("it does")
	}
}
