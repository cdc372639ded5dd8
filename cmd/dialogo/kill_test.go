package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// killStudy is a study of two arms on eight tasks with an OpenAI-compatible model.
const killStudy = `
name: kill
tasks: {limit: 8}
models:
  - name: openai/scripted
    base_url: URL/v1
mixes: [compile, compile+exec:full]
turns: 3
`

// scripted answers each turn with other code, none of it right.
func scripted(n int, _ string) string {
	return "```go\nfunc Unwanted" + strings.Repeat("x", n) + "() {}\n```\n"
}

func writeStudy(t *testing.T, dir, text string) string {
	path := filepath.Join(dir, "study.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// A run killed with SIGKILL and resumed ends as an undisturbed one, and no call
// that was answered is made again.
func TestKilledRunResumesWithoutPayingTwice(t *testing.T) {
	needSandbox(t)
	const calls = 12
	dir := t.TempDir()
	s := newService(t, scripted)
	study := writeStudy(t, dir, strings.ReplaceAll(killStudy, "URL", s.URL))
	start := []string{"run", "-c", study, "-j", "2", "--progress", "none", "-o"}
	mustRun(t, command(dir, nil, append(start, "calm")...))
	want, _ := s.counts()
	if want <= calls+2 {
		t.Fatalf("the run makes only %d calls, too few to be killed in the middle", want)
	}

	s.reset()
	killAfter(t, s, calls, 2, func() (kill func()) {
		c := command(dir, nil, append(start, "rough")...)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		return func() { c.Process.Kill(); c.Wait() }
	})
	if n, _ := s.counts(); n != calls {
		t.Fatalf("%d calls were answered before the kill, want %d", n, calls)
	}
	mustRun(t, command(dir, nil, "resume", "rough", "--progress", "none"))
	requests, answers := s.counts()
	if requests != want || answers != want {
		t.Errorf("%d different requests were answered %d times, the undisturbed run made %d", requests, answers, want)
	}
	sameFiles(t, filepath.Join(dir, "calm"), filepath.Join(dir, "rough"))
}

// killAfter lets the service answer so many calls and holds the next of each
// worker. When all workers wait, every answer before was received and kept, and
// the process is killed.
func killAfter(t *testing.T, s *service, calls, workers int64, start func() (kill func())) {
	var asked, held atomic.Int64
	var gone sync.WaitGroup
	gone.Add(int(workers))
	full := make(chan struct{})
	s.hold(func(ctx context.Context) {
		if asked.Add(1) <= calls {
			return
		}
		if held.Add(1) == workers {
			close(full)
		}
		<-ctx.Done()
		gone.Done()
	})
	kill := start()
	select {
	case <-full:
	case <-time.After(2 * time.Minute):
		t.Error("the run did not make its calls")
	}
	kill()
	if !t.Failed() {
		gone.Wait()
	}
	s.hold(nil)
}

// Ctrl-C lets the calls under way end and keeps them: what the service was asked
// before the interrupt is never asked again.
func TestInterruptKeepsCallsUnderWay(t *testing.T) {
	needSandbox(t)
	dir := t.TempDir()
	s := newService(t, scripted)
	study := writeStudy(t, dir, strings.ReplaceAll(killStudy, "URL", s.URL))
	start := []string{"run", "-c", study, "-j", "2", "--progress", "none", "-o"}
	mustRun(t, command(dir, nil, append(start, "calm")...))
	want, _ := s.counts()

	s.reset()
	var asked atomic.Int64
	waiting, interrupted := make(chan struct{}), make(chan struct{})
	s.hold(func(context.Context) {
		switch n := asked.Add(1); {
		case n == 8: // two workers: the other one's call waits, too, or comes later
			close(waiting)
			fallthrough
		case n > 8:
			<-interrupted
		}
	})
	c := command(dir, nil, append(start, "rough")...)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	<-waiting
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	time.Sleep(200 * time.Millisecond) // let the signal arrive first
	close(interrupted)
	if c.Wait(); c.ProcessState.ExitCode() != exitInterrupted {
		t.Errorf("exit code %d, want %d", c.ProcessState.ExitCode(), exitInterrupted)
	}
	s.hold(nil)
	if n, _ := s.counts(); n >= want {
		t.Fatalf("all %d calls were made before the interrupt", n)
	}
	mustRun(t, command(dir, nil, "resume", "rough", "--progress", "none"))
	if requests, answers := s.counts(); requests != want || answers != want {
		t.Errorf("%d different requests were answered %d times, the undisturbed run made %d", requests, answers, want)
	}
	sameFiles(t, filepath.Join(dir, "calm"), filepath.Join(dir, "rough"))
}
