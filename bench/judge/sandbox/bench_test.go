//go:build linux

package sandbox

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// programsVar names the folder with the programs that were built, for all processes
// of a test run.
const programsVar = "SANDBOX_TEST_PROGRAMS"

// build compiles a Go program, once, and opens it.
func build(t testing.TB, source string) *os.File {
	t.Helper()
	path := filepath.Join(os.Getenv(programsVar), fmt.Sprintf("%x", sha256.Sum256([]byte(source))))
	f, err := os.Open(path)
	if err != nil {
		compile(t, source, path)
		f, err = os.Open(path)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func compile(t testing.TB, source, path string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", path, "main.go")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// cpu is the processor time of this process and of its children that have ended.
func cpu() time.Duration {
	var sum time.Duration
	for _, who := range []int{unix.RUSAGE_SELF, unix.RUSAGE_CHILDREN} {
		var ru unix.Rusage
		unix.Getrusage(who, &ru)
		sum += time.Duration(ru.Utime.Nano() + ru.Stime.Nano())
	}
	return sum
}

// BenchmarkRun runs the empty Go program, and reports the processor time of all
// that takes part in it. "bare" is the program started by os/exec.
func BenchmarkRun(b *testing.B) {
	program := build(b, "package main\nfunc main() {}\n")
	report := func(b *testing.B, begin time.Duration) {
		b.ReportMetric(float64((cpu()-begin).Microseconds())/1000/float64(b.N), "cpu-ms/op")
	}
	b.Run("bare", func(b *testing.B) {
		begin := cpu()
		for b.Loop() {
			if err := (&exec.Cmd{Path: program.Name(), Env: []string{"GOMAXPROCS=2"}}).Run(); err != nil {
				b.Fatal(err)
			}
		}
		report(b, begin)
	})
	for _, o := range []struct {
		name string
		Options
	}{{"sandboxed", Options{}}, {"unsandboxed", Options{Unsandboxed: true}}} {
		b.Run(o.name, func(b *testing.B) {
			box, _, err := Open(context.Background(), o.Options)
			if err != nil {
				b.Fatal(err)
			}
			c := Command{Steps: [][]string{{"program"}}, Program: program, Limits: small, Env: []string{"GOMAXPROCS=2"}}
			run := func() {
				if r, err := box.Run(context.Background(), c); err != nil || r.End != Exited || r.Exit != 0 {
					b.Fatal(r, err)
				}
			}
			run()
			begin := cpu() // the spawner's own start is not yet in it, but will be: some 40 ms
			for b.Loop() {
				run()
			}
			box.Close() // now the spawner's time and that of its children counts
			report(b, begin)
		})
	}
}
