package sandbox

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"dialogo/bench"
)

// Overhead is what a Go program needs beside the memory it uses, in bytes.
const Overhead = 40 << 20

// Options are what a box must have. The zero value is useful.
type Options struct {
	// Require are the layers without which Open fails. Layers that are not required
	// are used where they hold. Empty means namespaces, privileges, limits, and
	// seccomp where this program has it.
	Require []bench.Layer
	// Unsandboxed asks for a box without isolation, see the package comment.
	Unsandboxed bool
	// Scratch is a folder of the host for the working folders of runs without
	// namespaces; empty is os.TempDir(). Programs may run as another user, who must
	// be able to reach it.
	Scratch string

	without []bench.Layer // treated as if this machine did not have them
	broken  bench.Layer   // believed to be there, but left off
}

// Required are the layers that [Open] does not do without: those asked for, or the
// default if none are.
func Required(layers []bench.Layer) []bench.Layer {
	if len(layers) > 0 {
		return layers
	}
	list := []bench.Layer{bench.LayerNamespaces, bench.LayerPrivileges, bench.LayerLimits}
	if hasSeccomp {
		list = append(list, bench.LayerSeccomp)
	}
	return list
}

// Command is what to run. All paths are host paths; in the sandbox the same paths
// lead to the same files, as far as ReadOnly names them.
type Command struct {
	// Steps are argument lists, carried out one after another in the same working
	// folder until one fails. The first argument is an absolute path.
	Steps [][]string
	// Program, if set, is the executable of the single step, whose first argument is
	// then only its name. It is executed by descriptor, so that it is nowhere among
	// the files the step can see. It must be statically linked: it may not do what
	// dynamic loaders do to memory. The caller keeps it, and closes it after Wait.
	Program *os.File
	// Env is the whole environment: nothing is inherited.
	Env []string
	// Files are written to the working folder before the first step.
	Files []File
	// ReadOnly are the files and folders the steps can see, besides the working
	// folder and /dev/null, /dev/random and /dev/urandom. A box keeps a process for
	// each of the sets used last, so there should be few different ones.
	ReadOnly []string
	// Outputs are copied from the working folder when the last step succeeded.
	Outputs []Output
	// Pipes become descriptors 3, 4 … of each step, at most [MaxPipes]. Start closes
	// them.
	Pipes  []*os.File
	Limits Limits
}

// MaxPipes is how many pipes a Command can have.
const MaxPipes = 16

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
	Scratch int64         // bytes of the working folder; without namespaces, of each file
	Threads int           // threads of a step; without namespaces, only as root
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
	// StepCPU is the processor time of each step that ran; none where the system does
	// not tell.
	StepCPU []time.Duration
	// Memory is the peak of resident bytes of the largest step. Of a step that ended
	// by itself and was small it may be known only that it was not more than that.
	Memory int64
	// Printed counts the bytes written to standard output and error, also those not
	// kept.
	Printed int64
	// Stdout and Stderr are what the steps printed: of each, where it is more than
	// half of Limits.Output, the beginning and the end.
	Stdout, Stderr []byte
}

// Usage is what a process has used so far.
type Usage struct {
	CPU time.Duration // processor time used
	// Waited is the time its threads were ready to run but had no processor.
	Waited time.Duration
	Memory int64 // peak of resident bytes
	// Known is false where the system does not tell, e.g. when the process ended.
	Known bool
}

// Check is one finding about the isolation on this machine.
type Check struct {
	// Layer is the layer the finding is about.
	Layer bench.Layer
	Name  string // e.g. "network"
	Holds bool
	// Untried says that nobody knows whether it holds; Detail then says why.
	Untried bool
	Detail  string // what was tried, or why it does not hold
	// Fix says how to get what does not hold; empty when it holds.
	Fix string
}

// ErrUnsupported says that this system cannot isolate a process.
var ErrUnsupported = errors.New("no process isolation on this system")

// errClosed is what Start returns after Close.
var errClosed = errors.New("sandbox: the box is closed")

// Box is a way to run untrusted programs. Use Open. It is safe for use by many
// goroutines.
type Box struct {
	setup    setup
	spawners spawners
}

// setup is what isolates the programs of a box.
type setup struct {
	Layers  []bench.Layer
	Userns  bool   // there is a user namespace around the others
	ABI     int    // of Landlock
	Scratch string // where working folders are without namespaces
	Broken  bench.Layer
}

// has reports whether a layer is believed to hold.
func (s *setup) has(l bench.Layer) bool { return slices.Contains(s.Layers, l) }

// Unsandboxed returns a box without isolation, see the package comment.
func Unsandboxed() *Box { return unsandboxed(Options{}) }

func unsandboxed(o Options) *Box {
	return &Box{setup: setup{Layers: []bench.Layer{bench.LayerLimits}, Scratch: o.Scratch}}
}

// Isolated reports whether programs are kept from files, network and other processes.
func (b *Box) Isolated() bool {
	return b.setup.has(bench.LayerNamespaces) || b.setup.has(bench.LayerLandlock) && b.setup.has(bench.LayerSeccomp)
}

// Layers returns the layers of isolation that hold.
func (b *Box) Layers() []bench.Layer { return slices.Clone(b.setup.Layers) }

// Run starts a command and waits for it. The error means that the box failed, not
// the program in it.
func (b *Box) Run(ctx context.Context, c Command) (Result, error) {
	p, err := b.Start(ctx, c)
	if err != nil {
		return Result{}, err
	}
	return p.Wait()
}
