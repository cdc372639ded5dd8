// Package gotest judges answers the peers' way: with "go test", one program an
// answer. It is there to measure by and to check against; dialogo itself judges with
// dialogo/bench/judge.
//
// # It runs answers unsandboxed
//
// What it runs can read files, use the network and start processes, as whoever
// calls it can. Give it reference solutions, mutations of them and buggy solutions
// of datasets only, never what a model wrote.
//
// # What peers do
//
// HumanEval-X writes one file, of the imports its test needs, the prompt, the
// solution and the test, into a folder of a module that requires testify, and runs
// "go test -timeout=5s main_test.go" there. MultiPL-E runs "go test" on a file that
// holds solution and test as well, and its tests need package testing only.
//
// # What is done here
//
// An answer is a whole Go file, which need not import what the test imports. So
// answer and test are two files of one package main, compiled together as one would
// be. The command is
//
//	go test -vet=off -count=1 -timeout=T answer.go main_test.go
//
// in a module that all answers share, with the build cache warm and cgo off. Vet is
// off because its findings are no compile errors, and it costs time.
//
// [Testify] is HumanEval-X's way, with the real testify. [Plain] is MultiPL-E's way:
// the same checks without testify. The import of testify in the test then means
// package [dialogo/bench/judge/gotest/assert], a few lines that compare alike, so that
// compiling and linking cost what they cost with package testing alone.
//
// The verdict is the exit code, refined by what go test prints: it can be forged by
// any answer that calls os.Exit(0) at init.
package gotest
