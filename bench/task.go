package bench

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Task is one programming problem: what a model is told, the Go function it is
// asked for, and the cases that decide whether an answer is right.
//
// All Go code in a Task is the text of a Go file without its package clause:
// imports first, if any, then declarations.
type Task struct {
	// ID names the task within its dataset, e.g. "clamp" or "Go/17".
	ID string `json:"id"`
	// Dataset is the name of the dataset the task came from, e.g. "suite".
	Dataset string `json:"dataset"`
	// Title is a few words for lists and reports; it may be empty.
	Title string `json:"title,omitempty"`
	// Prompt is the problem as the model sees it, Markdown or plain text. It does
	// not include Signature and Context, which the first message adds.
	Prompt string `json:"prompt"`
	// Entry is the name of the function asked for, e.g. "Clamp".
	Entry string `json:"entry"`
	// Signature is the entry function's declaration without a body,
	// e.g. "func Clamp(x, lo, hi int) int". It may have type parameters.
	Signature string `json:"signature"`
	// Context holds declarations that are given: exported types, constants,
	// variables (error sentinels) and helper functions which the answer may use
	// and need not repeat. Usually empty.
	Context string `json:"context,omitempty"`
	// Reference is a correct answer. Empty where the dataset has none.
	Reference string `json:"reference,omitempty"`
	// Buggy is an answer known to be wrong, where the dataset has one.
	Buggy string `json:"buggy,omitempty"`
	// Cases are the calls that are judged, visible ones first.
	Cases []Case `json:"cases"`
	// Compare says when an observed result equals the wanted one.
	Compare Compare `json:"compare,omitzero"`
	// Checker, if not empty, decides instead of Compare, for tasks with many
	// right answers: it declares
	//	func Check(<parameters>, <results>) error
	// with the entry function's parameter and result types, and returns nil when
	// the results are right for the arguments. It may use Context.
	Checker string `json:"checker,omitempty"`
	// Test holds checks written as Go code that could not be lifted into cases.
	// It runs in one process with the answer; see [TrustInProcess].
	Test *CodeTest `json:"test,omitempty"`
	// Tags are topics, e.g. "strings", "graphs".
	Tags []string `json:"tags,omitempty"`
	// Difficulty is "easy", "medium", "hard" or empty.
	Difficulty string `json:"difficulty,omitempty"`
	// Source is where the task was read, "file:line" or a folder, for messages.
	Source string `json:"source,omitempty"`
}

// Case is one call of the entry function with its expected outcome.
type Case struct {
	// ID names the case within its task: "v1", "v2" for visible ones, "h1" … for hidden.
	ID string `json:"id"`
	// Visible cases may be shown to a model; hidden ones decide whether it solved the task.
	// A task is solved when all its cases pass, visible and hidden.
	Visible bool `json:"visible,omitempty"`
	// Args are the arguments as Go expressions separated by commas: `[]int{1, 2}, 3`.
	Args string `json:"args"`
	// Want are the expected results as Go expressions separated by commas, one a
	// result. The bare word `error` stands for any non-nil error. Empty when
	// Panics is set, when the task has a Checker, or when there is no result.
	Want string `json:"want,omitempty"`
	// Panics says that the call must panic.
	Panics bool `json:"panics,omitempty"`
	// Note says in a few words what the case is about; it may be empty.
	Note string `json:"note,omitempty"`
}

// Call writes the case's call as Go source, e.g. "Clamp(5, 0, 3)".
func (c Case) Call(entry string) string { return entry + "(" + c.Args + ")" }

// CodeTest is a test function of a dataset kept as Go code.
type CodeTest struct {
	// Name is the test function, e.g. "TestEncodeCyclic".
	Name string `json:"name"`
	// Code declares it. It may import the standard library and testify's assert.
	Code string `json:"code"`
}

// Compare is the rule under which an observed result equals the wanted one.
//
// Rule "typed" (the default, also when empty) compares values of the same Go type
// deeply: a nil slice or map equals an empty one, NaN equals NaN, maps compare
// without order, an interface compares its dynamic type and value, errors compare
// by presence and by which of the task's sentinel errors they match.
//
// Rule "testify" is assert.Equal's: reflect.DeepEqual, so a nil slice differs
// from an empty one and NaN from NaN.
type Compare struct {
	Rule string `json:"rule,omitempty" yaml:"rule"`
	// Tolerance accepts floats a, b with |a-b| ≤ Tolerance·max(1, |a|, |b|). 0 is exact.
	Tolerance float64 `json:"tolerance,omitempty" yaml:"tolerance"`
	// Unordered compares slices at the top level of each result as multisets.
	Unordered bool `json:"unordered,omitempty" yaml:"unordered"`
	// ErrorText wants equal error texts too.
	ErrorText bool `json:"error_text,omitempty" yaml:"error_text"`
}

// Trust says where the expected answers are while an answer runs.
type Trust string

const (
	// TrustOutside: the answer's process gets arguments only; expected values are
	// held by another process, so no answer can forge a pass.
	TrustOutside Trust = "outside"
	// TrustInProcess: the dataset's own test code runs in the answer's process.
	// An answer written to cheat could forge a pass; it is told apart in every report.
	TrustInProcess Trust = "in-process"
)

// Trust is TrustInProcess when the task has test code, else TrustOutside.
func (t *Task) Trust() Trust {
	if t.Test != nil {
		return TrustInProcess
	}
	return TrustOutside
}

// Hash identifies the task's content: SHA-256 of its canonical JSON without
// Source, in hex. Two tasks with equal hashes are judged alike.
func (t *Task) Hash() string {
	c := *t
	c.Source = ""
	return hashJSON(c)
}

// Visible returns the cases that may be shown to a model.
func (t *Task) Visible() []Case {
	var v []Case
	for _, c := range t.Cases {
		if c.Visible {
			v = append(v, c)
		}
	}
	return v
}

// hashJSON hashes the JSON of a value made of plain data.
func hashJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("bench: hash of %T: %v", v, err)) // plain data always marshals
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
