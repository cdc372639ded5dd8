package bench

import (
	"context"
	"fmt"
	"slices"
)

// Status is what became of an answer, or of one case.
type Status string

// The statuses of a Verdict, worst to best. A fault of the harness is no status:
// it is [Episode.Error].
const (
	NoCode       Status = "no_code"       // the reply held no Go code
	CompileError Status = "compile_error" // the compiler or linker refused it
	RuntimeError Status = "runtime_error" // panic, exit, deadlock, fatal error
	Timeout      Status = "timeout"       // a case ran over its limit
	Memory       Status = "memory"        // over the memory limit
	WrongAnswer  Status = "wrong_answer"  // it returned something else
	Passed       Status = "passed"        // every case passed
	// NotRun is a status of cases only: the case was not reached, because the
	// answer did not compile or an earlier case ran out of time or memory.
	NotRun Status = "not_run"
)

var statusOrder = []Status{NoCode, CompileError, RuntimeError, Timeout, Memory, WrongAnswer, Passed}

// Statuses returns the statuses a Verdict can have, worst first.
func Statuses() []Status { return slices.Clone(statusOrder) }

// Rank is the position of s in [Statuses], 0 the worst; -1 if s is none of them.
func (s Status) Rank() int { return slices.Index(statusOrder, s) }

// Judge compiles and executes an answer. Its error means that judging itself
// failed (disk full, no toolchain): the episode is then errored, not wrong.
type Judge interface {
	Judge(ctx context.Context, t *Task, code string) (Verdict, error)
}

// Verdict is what the judge found about one answer.
type Verdict struct {
	Status Status `json:"status"`
	// Diagnostics are the compiler's own words, with the answer's own line
	// numbers. Only with CompileError.
	Diagnostics []Diagnostic `json:"diagnostics,omitempty"`
	// Cases has one entry a case of the task, in the task's order; for test code
	// ([Task.Test]) one a completed check follows.
	Cases []CaseResult `json:"cases,omitempty"`
	// Trust is the task's.
	Trust Trust `json:"trust"`
	// Resources is what judging the answer took.
	Resources
	// Judge is the version of the judge's rules.
	Judge string `json:"judge"`
}

// Resources is what it took to judge an answer. The figures vary from run to run and
// so never reach a result file that must be reproducible. An answer that is equal to
// one judged before has that one's.
type Resources struct {
	// CompileMS is the processor time in milliseconds of compiling and linking the
	// answer; where it was built with others, its share of that.
	CompileMS float64 `json:"compile_ms"`
	// RunMS is the wall time in milliseconds of running all cases, starting the
	// processes included.
	RunMS float64 `json:"run_ms"`
	// CPUMS is the processor time in milliseconds of the answer's own processes.
	CPUMS float64 `json:"cpu_ms"`
	// MemoryKB is the peak resident memory of the answer's processes in KiB; 0 where
	// it did not run or the system does not tell.
	MemoryKB int64 `json:"memory_kb"`
	// OutputBytes is how much the answer printed, on standard output and error.
	OutputBytes int64 `json:"output_bytes"`
}

// Diagnostic is one message of the compiler.
type Diagnostic struct {
	// Line and Column are 1-based positions in the extracted code; 0 if the
	// message has none (e.g. the entry function is missing).
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Message string `json:"message"`
}

// String writes the diagnostic as gc does, with the file called answer.go.
func (d Diagnostic) String() string {
	if d.Line == 0 {
		return "answer.go: " + d.Message
	}
	return fmt.Sprintf("answer.go:%d:%d: %s", d.Line, d.Column, d.Message)
}

// CaseResult is the outcome of one case.
type CaseResult struct {
	// Case is the Case's ID, or "c1", "c2" … for checks of test code.
	Case    string `json:"case"`
	Visible bool   `json:"visible,omitempty"`
	// Status is RuntimeError, Timeout, Memory, WrongAnswer, Passed or NotRun.
	Status Status `json:"status"`
	// Got is what the call returned, in Go syntax, deterministic and of bounded
	// length; empty unless it returned.
	Got string `json:"got,omitempty"`
	// Message says what happened instead of a result: the panic's text, the
	// checker's complaint, the limit that was exceeded. Deterministic.
	Message string `json:"message,omitempty"`
}

// VisiblePassed reports whether the answer ran and passed every visible case. It
// is false for a task without visible cases.
func (v Verdict) VisiblePassed() bool {
	seen := false
	for _, c := range v.Cases {
		if !c.Visible {
			continue
		}
		if c.Status != Passed {
			return false
		}
		seen = true
	}
	return seen
}
