// Command benchjudge measures what judging costs: dialogo's way and peers' way, on the
// same answers in one run.
//
// The answers are the reference and the buggy solutions of HumanEvalPack, whose
// references are HumanEval-X's: 328. The ways are
//
//   - go test with testify, one an answer: HumanEval-X's way;
//   - go test without testify, one an answer: MultiPL-E's way;
//   - dialogo with all answers in flight at once, so that batches fill;
//   - dialogo with one answer at a time, which has nothing to batch with;
//   - dialogo from nothing: opening the judge and preparing all tasks as well;
//   - the command "dialogo judge", which does that, and reads and writes files.
//
// Peers run with a warm build cache, and dialogo with prepared tasks but for the last
// two ways. Ways take turns, round by round, so that what else the machine does hits all
// alike. Every answer gets another comment each round: nothing is found in a cache of
// results. What counts is processor time of everything a way starts: the go command,
// compilers, linkers, tests, sandboxes.
//
// What batching does to the latency of an answer is measured as well: of the judge, and
// of another one that builds every answer alone, in turns in the same run. That one is
// in a process of its own, opened when all else is measured, and idles while the first
// is measured. Under load it is slow, and so is measured with fewer answers.
//
// Answers are run by go test UNSANDBOXED: only the data set's own are.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"time"

	"dialogo/bench/judge/sandbox"
)

func main() {
	sandbox.Init()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench-judge:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	answers int // 0 is all
	peers   int
	full    bool
	rounds  int
	jobs    int
	limit   time.Duration
	probes  int
	json    bool
	child   bool
	alone   bool // the child's judge builds every answer alone
}

func parse(args []string, stderr io.Writer) (o options, err error) {
	f := flag.NewFlagSet("bench-judge", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.IntVar(&o.answers, "n", 0, "judge only `N` answers, evenly drawn; 0 is all")
	f.IntVar(&o.peers, "peers", 60, "judge only `N` of them with go test, evenly drawn: its figures are means, and it is slow")
	f.BoolVar(&o.full, "full", false, "judge all answers with go test, too")
	f.IntVar(&o.rounds, "rounds", 3, "rounds; figures are medians of them")
	f.IntVar(&o.jobs, "j", runtime.NumCPU(), "how many go tests to run at once")
	f.DurationVar(&o.limit, "limit", 10*time.Second, "time limit: go test's for all checks of an answer, ours for each case")
	f.IntVar(&o.probes, "probes", 256, "answers to measure each latency with, rounded up to full bursts; 0 is not to")
	f.BoolVar(&o.json, "json", false, "print JSON instead of a table")
	f.BoolVar(&o.child, "child", false, "for internal use")
	f.BoolVar(&o.alone, "alone", false, "for internal use")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if f.NArg() > 0 || o.answers < 0 || o.peers < 1 || o.rounds < 1 || o.jobs < 1 || o.limit <= 0 || o.probes < 0 {
		return o, errors.New("a flag is out of range, or there is an argument too many; see -h")
	}
	return o, nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	all, err := load(o.answers)
	if err != nil {
		return err
	}
	if o.child {
		return serve(ctx, all, o, os.Stdin, stdout)
	}
	r, err := measure(ctx, all, o, args, stderr)
	if err != nil {
		return err
	}
	if o.json {
		e := json.NewEncoder(stdout)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	return r.print(stdout)
}
