package sandbox

import (
	"context"
	"errors"
	"os"
	"time"
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
	// Stdout and Stderr are what the steps printed: of each, where it is more than
	// half of Limits.Output, the beginning and the end.
	Stdout, Stderr []byte
}

// Usage is the time a process has had so far.
type Usage struct {
	CPU time.Duration // processor time used
	// Waited is the time its threads were ready to run but had no processor.
	Waited time.Duration
	// Known is false where the system does not tell, e.g. when the process ended.
	Known bool
}

// Check is one finding about the isolation on this machine.
type Check struct {
	Name   string // e.g. "network"
	Holds  bool
	Detail string
}

// ErrUnsupported says that this system cannot isolate a process.
var ErrUnsupported = errors.New("no process isolation on this system")

// Box is a way to run untrusted programs. Use Open or Unsandboxed.
type Box struct {
	isolated bool
	userns   bool // a user namespace is needed, or helps, to get the others
}

// Unsandboxed returns a box without isolation, see the package comment.
func Unsandboxed() *Box { return &Box{} }

// Isolated reports whether programs are kept from files, network and other processes.
func (b *Box) Isolated() bool { return b.isolated }

// Run starts a command and waits for it. The error means that the box failed, not
// the program in it.
func (b *Box) Run(ctx context.Context, c Command) (Result, error) {
	p, err := b.Start(ctx, c)
	if err != nil {
		return Result{}, err
	}
	return p.Wait()
}
