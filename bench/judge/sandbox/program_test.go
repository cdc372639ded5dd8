//go:build linux

package sandbox

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"dialogo/bench"
)

// brief is a result in few words.
func brief(r Result) string {
	return fmt.Sprintf("%s at step %d, status %d, signal %d, %.200q %.400q", r.End, r.Step, r.Exit, r.Signal, r.Stdout, r.Stderr)
}

// The ways a Go program ends are the same for process 1 of a namespace.
func TestHowGoProgramsEnd(t *testing.T) {
	program := build(t, `package main
import ("fmt"; "os"; "runtime"; "runtime/debug"; "strings"; "syscall"; "time")
type list struct{ next *list }
func deep(n int) int { var a [128]int; a[n%128] = n; return deep(n+1) + a[(n+1)%128] }
func main() {
	switch os.Args[1] {
	case "return":
	case "exit": os.Exit(3)
	case "panic": panic("x")
	case "nil": var l *list; fmt.Println(l.next)
	case "recovered": func() { defer func() { fmt.Println(recover() != nil) }(); var l *list; fmt.Println(l.next) }()
	case "deadlock": select {}
	case "maps": m := map[int]int{}; for range 8 { go func() { for { m[1] = 2 } }() }; time.Sleep(10*time.Second)
	case "stack": debug.SetMaxStack(64<<20); deep(0)
	case "memory": var all [][]byte; for { b := make([]byte, 1<<20); for i := range b { b[i] = 1 }; all = append(all, b) }
	case "loop": for {}
	case "signal": syscall.Kill(0, syscall.SIGTERM); time.Sleep(time.Second)
	case "pipe": for { fmt.Fprintln(os.NewFile(3, "pipe"), strings.Repeat("x", 1000)) }
	case "goexit": runtime.Goexit()
	}
}`)
	tests := []struct {
		arg    string
		end    End
		exit   int
		signal int
		stderr string
	}{
		{"return", Exited, 0, 0, ""},
		{"exit", Exited, 3, 0, ""},
		{"panic", Exited, 2, 0, "panic: x"},
		{"nil", Exited, 2, 0, "invalid memory address"},
		{"recovered", Exited, 0, 0, ""},
		{"deadlock", Exited, 2, 0, "all goroutines are asleep"},
		{"maps", Exited, 2, 0, "concurrent map writes"},
		{"stack", Exited, 2, 0, "stack overflow"},
		{"memory", Exited, 2, 0, "out of memory"},
		{"loop", Signaled, 0, 9, ""},
		{"signal", Exited, 2, 0, ""},
		{"goexit", Exited, 2, 0, "no goroutines (main called runtime.Goexit)"},
	}
	for name, o := range map[string]Options{"sandboxed": {}, "without namespaces": tierB(), "unsandboxed": {Unsandboxed: true}} {
		t.Run(name, func(t *testing.T) {
			b := openWith(t, o)
			for _, tt := range tests {
				if tt.arg == "signal" && name != "sandboxed" {
					continue // as process 1 Go cannot die of it, and exits
				}
				c := Command{Program: program, Steps: [][]string{{"program", tt.arg}}, Limits: small, Env: []string{"GOMAXPROCS=2", "GOTRACEBACK=none"}}
				c.Limits.Memory, c.Limits.CPU = 256<<20, 2*time.Second
				r := run(t, b, c)
				if r.End != tt.end || r.Exit != tt.exit || r.Signal != tt.signal || !strings.Contains(string(r.Stderr), tt.stderr) {
					t.Errorf("%s: got %s", tt.arg, brief(r))
				}
			}
		})
	}
}

// A program that uses up what it has harms nobody.
func TestBombs(t *testing.T) {
	program := build(t, `package main
import ("fmt"; "os"; "runtime"; "time")
func main() {
	n := 0
	switch os.Args[1] {
	case "descriptors": for { if _, err := os.Open("/dev/null"); err != nil { break }; n++ }
	case "inodes": for { if os.Mkdir(fmt.Sprint(n), 0o700) != nil { break }; n++ }
	case "disk": b := make([]byte, 1<<16); f, _ := os.Create("x"); for { if _, err := f.Write(b); err != nil { break }; n++ }
	case "files": b := make([]byte, 1<<16); for { if os.WriteFile(fmt.Sprint(n), b, 0o600) != nil { break }; n++ }
	case "threads":
		for range 1000 { go func() { runtime.LockOSThread(); select {} }() }
		time.Sleep(time.Second)
	}
	fmt.Println(n)
}`)
	b := openBox(t)
	// A neighbour with threads of its own, which it starts when the bomb is at work.
	neighbour := build(t, `package main
import ("fmt"; "runtime"; "time")
func main() { for range 20 { go func() { runtime.LockOSThread(); select {} }(); time.Sleep(20*time.Millisecond) }; fmt.Println("fine") }`)
	at, err := b.Start(context.Background(), Command{Program: neighbour, Steps: [][]string{{"neighbour"}}, Limits: small, Env: []string{"GOMAXPROCS=2"}})
	if err != nil {
		t.Fatal(err)
	}
	for arg, most := range map[string]string{"descriptors": "253", "inodes": "4096", "disk": "16", "files": "16", "threads": ""} {
		r := run(t, b, Command{Program: program, Steps: [][]string{{"program", arg}}, Limits: small, Env: []string{"GOMAXPROCS=2"}})
		got := strings.TrimSpace(string(r.Stdout))
		if arg == "threads" {
			if r.Exit != 2 || !strings.Contains(string(r.Stderr), "failed to create new OS thread") {
				t.Errorf("threads: %s", brief(r))
			}
		} else if len(got) > len(most) || len(got) == len(most) && got > most || got == "0" || got == "" {
			t.Errorf("%s: got %q, at most %s\n%s", arg, got, most, r.Stderr)
		}
	}
	if r, err := at.Wait(); err != nil || string(r.Stdout) != "fine\n" {
		t.Errorf("the neighbour: %s, %v", brief(r), err)
	}
}

func TestPeakMemory(t *testing.T) {
	program := build(t, `package main
import ("os"; "time")
func main() { if len(os.Args) > 1 { b := make([]byte, 100<<20); for i := range b { b[i] = 1 }; os.Stdout.WriteString("x"); b[0]++ }; if len(os.Args) > 2 { time.Sleep(time.Hour) } }`)
	b := openBox(t)
	for _, tt := range []struct {
		args      []string
		low, high int64
	}{{nil, 1 << 20, 64 << 20}, {[]string{"big"}, 100 << 20, 130 << 20}, {[]string{"big", "stay"}, 100 << 20, 130 << 20}} {
		c := Command{Program: program, Steps: [][]string{append([]string{"program"}, tt.args...)}, Limits: small, Env: []string{"GOMAXPROCS=2"}}
		c.Limits.Memory = 200 << 20
		p, err := b.Start(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		if len(tt.args) == 2 {
			for range 1000 {
				if u := p.Usage(); u.Memory > tt.low {
					break
				}
				time.Sleep(5 * time.Millisecond)
			}
			p.Kill()
		}
		r, err := p.Wait()
		if err != nil || r.Memory < tt.low || r.Memory > tt.high {
			t.Errorf("%v: peak of %d MiB, %v", tt.args, r.Memory>>20, err)
		}
	}
}

func TestLargeInputs(t *testing.T) {
	b := openBox(t)
	data := bytes.Repeat([]byte("0123456789abcde\n"), 5<<20/16)
	to, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	c := shell("exit 0")
	c.Limits.Scratch = 16 << 20
	c.Files = []File{{"a", []byte("small")}, {"b", data}, {"empty", nil}}
	c.Outputs = []Output{{"b", to, 16 << 20}}
	run(t, b, c)
	if got, err := os.ReadFile(to.Name()); err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes came back, %v", len(got), err)
	}
	c.Files[1].Data = bytes.Repeat(data, 4)
	if _, err := b.Run(context.Background(), c); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("more than fits: %v", err)
	}
}

// A step that stops, as one may that has itself traced, is over.
func TestATracedProgramDoesNotStay(t *testing.T) {
	program := build(t, `package main
import "syscall"
func main() {
	syscall.RawSyscall(syscall.SYS_PTRACE, syscall.PTRACE_TRACEME, 0, 0)
	syscall.Kill(syscall.Getpid(), syscall.SIGUSR1)
	for {}
}`)
	for name, o := range map[string]Options{"namespaces": {without: []bench.Layer{bench.LayerSeccomp}, Require: []bench.Layer{bench.LayerNamespaces}},
		"no namespaces": {without: []bench.Layer{bench.LayerSeccomp, bench.LayerNamespaces}, Require: []bench.Layer{bench.LayerLimits}}} {
		t.Run(name, func(t *testing.T) {
			r := run(t, openWith(t, o), Command{Program: program, Steps: [][]string{{"program"}}, Limits: small})
			if r.End != Signaled || r.Signal != int(unix.SIGKILL) || r.CPU > small.CPU/2 {
				t.Errorf("got %s after %v", brief(r), r.CPU)
			}
		})
	}
}
