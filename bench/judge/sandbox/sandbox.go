package sandbox

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync/atomic"
	"time"

	"dialogo/bench"
)

// Overhead is what a Go program needs beside the memory it uses, in bytes.
const Overhead = 40 << 20

// Command is what to run. All paths are host paths; in the sandbox the same paths
// lead to the same files, as far as ReadOnly names them.
type Command struct {
	// Steps are argument lists, carried out one after another in the same box
	// until one fails. The first argument is an absolute path.
	Steps [][]string
	// Env is the whole environment: nothing is inherited.
	Env []string
	// Files are written to the working folder before the first step.
	Files []File
	// ReadOnly are the files and folders the steps can see, besides the working
	// folder and /dev/null, /dev/random and /dev/urandom.
	ReadOnly []string
	// Outputs are copied from the working folder when the last step succeeded.
	Outputs []Output
	// Program, if set, is the executable of the single step, whose first argument is
	// then only its name. It is executed by descriptor, so that it is nowhere among
	// the files the step can see. The caller keeps it, and closes it after Wait.
	Program *os.File
	// Pipes become descriptors 3, 4 … of each step. Start closes them.
	Pipes  []*os.File
	Limits Limits
	// probe has the step try to get out instead of becoming a program.
	probe bool
}

// File is a file of the working folder.
type File struct {
	Name string // without folders
	Data []byte
}

// Output names a file of the working folder to copy to an open file. What exceeds
// Max bytes, or is no regular file, is not copied.
type Output struct {
	Name string
	To   *os.File
	Max  int64
}

// Limits bound each step. All must be set.
type Limits struct {
	Memory  int64         // bytes of private memory of a step, without Overhead
	CPU     time.Duration // processor time of a step, rounded up to seconds
	Wall    time.Duration // of all steps together
	Output  int64         // bytes kept of standard output and error together
	Scratch int64         // bytes of the working folder
	Threads int           // threads of a step
}

// End is how a run ended.
type End string

// The ways a run ends.
const (
	Exited   End = "exited"   // by itself, see Result.Exit
	Signaled End = "signaled" // by a signal, see Result.Signal
	WallTime End = "wall"     // over Limits.Wall
	Killed   End = "killed"   // by Process.Kill or the context
)

// Result is what became of a Command.
type Result struct {
	End    End
	Step   int // the step that ended the run
	Exit   int
	Signal int
	CPU    time.Duration // of all steps
	// Memory is the peak of resident bytes of the largest step, as far as it could be
	// observed: 0 where it could not.
	Memory int64
	// Printed counts the bytes written to standard output and error, also those not
	// kept.
	Printed int64
	// Stdout and Stderr are what the steps printed: of each, where it is more than
	// half of Limits.Output, the beginning and the end.
	Stdout, Stderr []byte
}

// Usage is the time a process has had so far.
type Usage struct {
	CPU time.Duration // processor time used
	// Waited is the time its threads were ready to run but had no processor.
	Waited time.Duration
	Memory int64 // peak of resident bytes so far
	// Known is false where the system does not tell, e.g. when the process ended.
	Known bool
}

// Check is one finding about the isolation on this machine.
type Check struct {
	Name   string // e.g. "network"
	Holds  bool
	Detail string
	// Layer is the layer of isolation the finding is about; empty for others'
	// findings.
	Layer bench.Layer
	// Fix says how to get what does not hold; empty when it holds.
	Fix string
}

// Options are what a box must have. The zero value is useful.
type Options struct {
	// Require are the layers without which Open fails. Layers that are not required
	// are used where they hold. Empty means namespaces, privileges, limits, and
	// seccomp where this program has it.
	Require []bench.Layer
	// Unsandboxed asks for a box without isolation, see the package comment.
	Unsandboxed bool
	// Scratch is a folder of the host for the working folders of runs without
	// namespaces; empty is os.TempDir().
	Scratch string
}

// ErrUnsupported says that this system cannot isolate a process.
var ErrUnsupported = errors.New("no process isolation on this system")

// Box is a way to run untrusted programs. Use Open or Unsandboxed.
type Box struct {
	layers   []bench.Layer
	scratch  string
	closed   atomic.Bool
	isolated bool
	userns   bool // a user namespace is needed, or helps, to get the others
}

// Unsandboxed returns a box without isolation, see the package comment.
func Unsandboxed() *Box { return &Box{layers: []bench.Layer{bench.LayerLimits}} }

// Isolated reports whether programs are kept from files, network and other processes.
func (b *Box) Isolated() bool { return b.isolated }

// Layers returns the layers of isolation that hold.
func (b *Box) Layers() []bench.Layer { return slices.Clone(b.layers) }

// Close ends all that runs in the box. After it, Start and Run fail.
func (b *Box) Close() error {
	b.closed.Store(true)
	return nil
}

// errClosed is what Start returns after Close.
var errClosed = errors.New("sandbox: the box is closed")

// Run starts a command and waits for it. The error means that the box failed, not
// the program in it.
func (b *Box) Run(ctx context.Context, c Command) (Result, error) {
	p, err := b.Start(ctx, c)
	if err != nil {
		return Result{}, err
	}
	return p.Wait()
}
