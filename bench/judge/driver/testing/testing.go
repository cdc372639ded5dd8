// Package testing stands in for the standard package of that name in test code
// that runs beside an answer. It has what such code uses; everything it finds goes
// to the judge through the driver, never to standard output or an exit code.
package testing

import (
	"fmt"
	"os"
	"runtime"
	"sync"

	"dialogo/bench/judge/driver"
)

// T is the test's handle.
type T struct {
	name     string
	tester   *driver.Tester
	mu       sync.Mutex
	failed   bool
	skipped  bool
	left     bool // by FailNow or SkipNow
	cleanups []func()
}

// TB is what test helpers ask for.
type TB interface {
	Cleanup(func())
	Error(args ...any)
	Errorf(format string, args ...any)
	Fail()
	FailNow()
	Failed() bool
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Helper()
	Log(args ...any)
	Logf(format string, args ...any)
	Name() string
}

// Drive makes a test function runnable by the driver.
func Drive(name string, f func(*T)) func(*driver.Tester) {
	return func(tester *driver.Tester) {
		t := &T{name: name, tester: tester}
		t.run(f)
	}
}

// run calls f in a goroutine of its own, which FailNow ends.
func (t *T) run(f func(*T)) {
	ended := make(chan any)
	go func() {
		returned := false
		defer func() {
			v := recover()
			if v == nil && !returned && !t.left {
				t.Error("the test ended without returning")
			}
			for i := len(t.cleanups) - 1; i >= 0; i-- {
				t.cleanups[i]()
			}
			ended <- v
		}()
		f(t)
		returned = true
	}()
	if v := <-ended; v != nil {
		panic(v)
	}
}

// Check reports a completed check; assertion packages use it.
func (t *T) Check(ok bool, message string, values ...any) {
	if !ok {
		t.Fail()
	}
	t.tester.Check(ok, message, values...)
}

// Run runs a subtest at once.
func (t *T) Run(name string, f func(*T)) bool {
	sub := &T{name: t.name + "/" + name, tester: t.tester}
	sub.run(f)
	if sub.Failed() {
		t.Fail()
	}
	return !sub.Failed()
}

// Fail marks the test as failed.
func (t *T) Fail() {
	t.mu.Lock()
	t.failed = true
	t.mu.Unlock()
	t.tester.Fail()
}

// Failed reports whether the test failed.
func (t *T) Failed() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.failed
}

// FailNow marks the test as failed and ends it.
func (t *T) FailNow() {
	t.Fail()
	t.left = true
	runtime.Goexit()
}

// Error reports a failed check.
func (t *T) Error(args ...any) { t.Check(false, fmt.Sprint(args...)) }

// Errorf reports a failed check.
func (t *T) Errorf(format string, args ...any) { t.Check(false, fmt.Sprintf(format, args...)) }

// Fatal reports a failed check and ends the test.
func (t *T) Fatal(args ...any) {
	t.Error(args...)
	t.FailNow()
}

// Fatalf reports a failed check and ends the test.
func (t *T) Fatalf(format string, args ...any) {
	t.Errorf(format, args...)
	t.FailNow()
}

// Skip ends the test.
func (t *T) Skip(...any) { t.SkipNow() }

// Skipf ends the test.
func (t *T) Skipf(string, ...any) { t.SkipNow() }

// SkipNow ends the test.
func (t *T) SkipNow() {
	t.skipped, t.left = true, true
	runtime.Goexit()
}

// Skipped reports whether the test was skipped.
func (t *T) Skipped() bool { return t.skipped }

// Cleanup has f called at the end of the test.
func (t *T) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }

// Helper does nothing.
func (t *T) Helper() {}

// Parallel does nothing: tests run one after another.
func (t *T) Parallel() {}

// Log does nothing.
func (t *T) Log(...any) {}

// Logf does nothing.
func (t *T) Logf(string, ...any) {}

// Name is the test's name.
func (t *T) Name() string { return t.name }

// TempDir is the working folder.
func (t *T) TempDir() string { return os.TempDir() }

// Short is false.
func Short() bool { return false }

// Verbose is false.
func Verbose() bool { return false }
