package gotest

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Flavour says what package the tests' assertions are.
type Flavour string

const (
	// Testify is the real testify, which HumanEval-X uses. It is downloaded through the
	// Go proxy where it is not in the module cache.
	Testify Flavour = "testify"
	// Plain is a stand-in of a few lines: tests link as MultiPL-E's, which need package
	// testing only.
	Plain Flavour = "plain"
)

// Options are how to run tests. The zero value is useful.
type Options struct {
	// Timeout bounds the run of one test binary, wall time; default 5s, which is
	// HumanEval-X's. Building does not count.
	Timeout time.Duration
	// MemoryMB bounds the data of the test binary and a quarter of it its stacks, in MiB,
	// where the system is Linux; 0 is no limit, as peers have none.
	MemoryMB int
}

// Workspace is a module with a folder for each answer.
type Workspace struct {
	dir     string
	options Options
	next    chan int // holds the number of the next answer
}

// The module. All answers share it, and so what it is made of is built once.
const (
	moduleName = "answers"
	testify    = "github.com/stretchr/testify"
	module     = "module " + moduleName + "\n\ngo 1.26.0\n\nrequire " + testify + " "
)

//go:embed assert/assert.go
var plainAssert string

// Open makes a workspace in a folder, which need not exist, and warms the build cache.
// Whoever calls it removes the folder.
func Open(ctx context.Context, dir string, f Flavour, o Options) (*Workspace, error) {
	if o.Timeout == 0 {
		o.Timeout = 5 * time.Second
	}
	w := &Workspace{dir: dir, options: o, next: make(chan int, 1)}
	w.next <- 1
	files := map[string]string{"warm/main_test.go": warmUp}
	if f == Plain {
		files["go.mod"] = module + "v0.0.0\n\nreplace " + testify + " => ./testify\n"
		files["testify/go.mod"] = "module " + testify + "\n\ngo 1.26.0\n"
		files["testify/assert/assert.go"] = plainAssert
	} else {
		files["go.mod"] = module + "v1.12.1\n"
	}
	if err := write(dir, files); err != nil {
		return nil, err
	}
	if out, err := w.command(ctx, dir, "mod", "tidy").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("module with %s: go mod tidy: %w\n%s", f, err, out)
	}
	if out, err := w.command(ctx, dir, "test", "-vet=off", "./warm").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("module with %s: go test: %w\n%s", f, err, out)
	}
	return w, os.RemoveAll(filepath.Join(dir, "warm"))
}

// warmUp is a test that needs what most answers and their tests import.
const warmUp = `package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	_ "crypto/md5"
	_ "fmt"
	_ "math"
	_ "math/rand"
	_ "regexp"
	_ "sort"
	_ "strconv"
	_ "strings"
	_ "time"
)

func TestWarm(t *testing.T) { assert.New(t).Equal(1, 1) }
`

// command is a go command whose result depends on nothing in the environment.
func (w *Workspace) command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "go", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off", "GOTOOLCHAIN=local", "GO111MODULE=on", "PWD="+dir)
	return c
}

// flags are those of go test.
func (w *Workspace) flags() []string {
	return []string{"test", "-vet=off", "-count=1", "-timeout=" + w.options.Timeout.String()}
}

// add writes an answer into a folder of its own and returns the folder's name.
func (w *Workspace) add(a Answer) (name string, err error) {
	files, err := a.files()
	if err != nil {
		return "", err
	}
	if w.options.MemoryMB > 0 {
		files["guard_linux_test.go"] = w.guard()
	}
	n := <-w.next
	w.next <- n + 1
	name = fmt.Sprintf("a%d", n)
	return name, write(filepath.Join(w.dir, name), files)
}

// guard is a file that bounds what a test binary takes. RLIMIT_DATA is on what the
// program asks of the system for itself.
func (w *Workspace) guard() string {
	bytes := w.options.MemoryMB << 20
	return fmt.Sprintf(strings.ReplaceAll(`package main

import guard_debug "runtime/debug"
import guard_syscall "syscall"

var _ = guard_debug.SetMaxStack(%d)
var _ = guard_syscall.Setrlimit(2, &guard_syscall.Rlimit{Cur: %d, Max: %[2]d})
`, "guard", "zz_guard"), bytes/4, bytes)
}

// write writes files into a folder.
func write(dir string, files map[string]string) error {
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
