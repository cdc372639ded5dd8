package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"dialogo/bench"
	"dialogo/bench/judge"
	"dialogo/bench/judge/sandbox"
	"dialogo/cmd/dialogo/internal/judging"
	"dialogo/cmd/dialogo/internal/progress"
	"dialogo/datasets"
	"dialogo/reports"
)

// judgeFlags are the flags of the command judge.
type judgeFlags struct {
	tasks              taskFlags
	config             string
	samples, out, show string
	jobs               int
	ks                 []int
	json, unsafe       bool
	limits             limitFlags
}

// limitFlags are limits on an answer. They override those of the study.
type limitFlags struct {
	set    *pflag.FlagSet
	perRun time.Duration
	factor float64
	memory int
}

func (f *limitFlags) register(fs *pflag.FlagSet) {
	f.set = fs
	l := bench.Limits{}.WithDefaults()
	fs.DurationVar(&f.perRun, "case", time.Duration(l.Case), "processor time a case is given at least")
	fs.Float64Var(&f.factor, "case-factor", l.CaseFactor, "and how many times what the reference solution takes")
	fs.IntVar(&f.memory, "memory", l.MemoryMB, "memory of an answer, in MiB")
}

// over lays the flags over limits, and checks them.
func (f *limitFlags) over(l bench.Limits) (bench.Limits, error) {
	l = l.WithDefaults()
	if f.set.Changed("case") {
		l.Case = bench.Duration(f.perRun)
	}
	if f.set.Changed("case-factor") {
		l.CaseFactor = f.factor
	}
	if f.set.Changed("memory") {
		l.MemoryMB = f.memory
	}
	if l.Case <= 0 || l.CaseFactor == 0 || l.MemoryMB == 0 { // 0 would mean the default
		return l, bench.Usagef("--case, --case-factor and --memory must be more than 0")
	}
	return l, l.Check()
}

// judgeCommand judges answers that exist already.
func judgeCommand(env *environment) *cobra.Command {
	var f judgeFlags
	c := &cobra.Command{
		Use:   "judge [--dataset D] SAMPLES.jsonl",
		Short: "Judge existing answers, without a model, and print pass@k",
		Long:  judgeHelp,
		Example: `  dialogo judge -d humaneval_go.jsonl.gz generations.jsonl
  dialogo judge --samples answers.jsonl.gz -k 1,10 --json`,
		Args: oneSamplesFile,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				if f.samples != "" {
					return bench.Usagef("two files of samples, %s and --samples %s: name one of them", args[0], f.samples)
				}
				if err := c.Flags().Set("samples", args[0]); err != nil {
					return bench.Usagef("%w", err)
				}
			}
			if err := fromEnvironment(c, env); err != nil {
				return err
			}
			return f.run(c, env)
		},
	}
	f.tasks.register(c)
	f.limits.register(c.Flags())
	fs := c.Flags()
	fs.Lookup("skip-bad").Usage = "leave out malformed records of the dataset and the samples, and count them"
	fs.StringVarP(&f.config, "config", "c", "", "study file (YAML) with the dataset, the limits and the sandbox's layers")
	fs.StringVar(&f.samples, "samples", "", "file of answers, JSON Lines (.jsonl, .jsonl.gz); the same as SAMPLES.jsonl")
	fs.StringVarP(&f.out, "out", "o", "", "folder for the verdicts (default verdicts/<samples>)")
	fs.IntVarP(&f.jobs, "jobs", "j", 0, "answers with the judge at once; it builds them together (default: 64 a core)")
	fs.IntSliceVarP(&f.ks, "k", "k", nil, "k of pass@k, e.g. 1,10 (default: 1, 5, 10, 100 as far as there are answers)")
	fs.BoolVar(&f.json, "json", false, "print summary.json")
	fs.StringVar(&f.show, "progress", "auto", "progress on stderr: auto, plain, json, none")
	fs.BoolVar(&f.unsafe, "unsafe-no-sandbox", false, "execute answers without isolation (recorded with the verdicts)")
	return c
}

// oneSamplesFile says what cobra would say in terms of args.
func oneSamplesFile(_ *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("%d arguments, but one samples file is judged at a time: put the samples in one file, or give the command for each", len(args))
	}
	return nil
}

// run checks everything before the first answer is judged.
func (f *judgeFlags) run(c *cobra.Command, env *environment) error {
	study, err := f.study(c, env)
	if err != nil {
		return err
	}
	if err := f.check(); err != nil {
		return err
	}
	show, err := progress.New(f.show, env.stderr, env.terminal, env.now)
	if err != nil {
		return err
	}
	set, tasks, err := f.tasks.loadAll(env)
	if err != nil {
		return err
	}
	plan, err := f.scan(env, set, tasks)
	if err != nil {
		return err
	}
	if err := judging.Vacant(f.out); err != nil {
		return err
	}
	if f.unsafe {
		warnUnsandboxed(env, study.Sandbox)
	}
	fmt.Fprintf(env.stderr, "%s: %s to judge, %d of %s without any\n", printable(set.Name), count(plan.Answers(), "answer"),
		plan.Unanswered(), count(len(plan.Tasks), "task"))
	began, answers := env.now(), progress.NewAnswers(show)
	if n := plan.Unpaced(); n > 0 {
		fmt.Fprintf(env.stderr, "%s without a reference solution: the time limit of a case is %s there, however long the task takes\n", count(n, "task"), study.Limits.Case)
	}
	answers.Opening(plan.Answers())
	j, err := judge.New(c.Context(), judge.Options{Limits: study.Limits, Layers: study.Sandbox, Unsandboxed: f.unsafe})
	if err != nil {
		answers.Close()
		return err
	}
	defer j.Close()
	return f.judge(c, env, plan, answers, j, began, reports.JudgedUnder{
		Schema: reports.ResultsSchema, Dataset: set.Name, DatasetHash: bench.HashTasks(tasks),
		Samples: filepath.Base(f.samples), SamplesHash: plan.Hash,
		Judge: judge.Version, Sandbox: j.Sandbox(), Required: sandbox.Required(study.Sandbox), Unsandboxed: f.unsafe, Limits: reports.VerdictLimits(study.Limits),
	})
}

// scan looks at all samples, and says which are skipped.
func (f *judgeFlags) scan(env *environment, set datasets.Set, tasks []bench.Task) (*judging.Plan, error) {
	plan, err := judging.Scan(f.samples, set, tasks, f.tasks.skipBad)
	if err != nil {
		return nil, err
	}
	for _, e := range plan.Skipped {
		fmt.Fprintln(env.stderr, "dialogo: skipped:", e)
	}
	if more := plan.SkippedAll - len(plan.Skipped); more > 0 {
		fmt.Fprintf(env.stderr, "dialogo: skipped: %d more\n", more)
	}
	return plan, nil
}

// study is what the flags and the study file say about dataset, limits and sandbox.
func (f *judgeFlags) study(c *cobra.Command, env *environment) (bench.Study, error) {
	var s bench.Study
	if f.config != "" {
		b, err := readStudy(f.config)
		if err != nil {
			return s, err
		}
		if s, err = bench.ParseConditions(b, f.config); err != nil {
			return s, err
		}
		if t := s.Tasks; t.Limit > 0 || len(t.IDs)+len(t.Tags)+len(t.Difficulty) > 0 {
			fmt.Fprintf(env.stderr, "dialogo: warning: %s: 'judge' goes by no tasks: of a study, but judges the answers to all of the dataset; --task-id, --tag, --difficulty and --limit select\n", f.config)
		}
		if !c.Flags().Changed("dataset") {
			f.tasks.dataset = s.Dataset
		}
		if !c.Flags().Changed("format") {
			f.tasks.format = s.Format
		}
	}
	var err error
	s.Limits, err = f.limits.over(s.Limits)
	return s, err
}

// check finds flags that cannot work, and fills in defaults.
func (f *judgeFlags) check() error {
	if f.samples == "" {
		return bench.Usagef("the samples are missing: name the file with the answers to judge, as an argument or with --samples")
	}
	if f.jobs < 0 {
		return bench.Usagef("--jobs: %d is out of range: 0 (by cores) or more", f.jobs)
	}
	if f.jobs == 0 {
		f.jobs = 64 * runtime.GOMAXPROCS(0)
	}
	for _, k := range f.ks {
		if k < 1 {
			return bench.Usagef("-k: %d is out of range: 1 or more", k)
		}
	}
	if f.out == "" {
		name := strings.TrimSuffix(filepath.Base(f.samples), ".gz")
		f.out = filepath.Join("verdicts", strings.TrimSuffix(name, filepath.Ext(name)))
	}
	return nil
}

// judge judges, writes the results and prints their summary.
func (f *judgeFlags) judge(c *cobra.Command, env *environment, plan *judging.Plan, show progress.Answers, j *judge.Judge, began time.Time, under reports.JudgedUnder) error {
	r := &judging.Runner{Plan: plan, Out: f.out, Under: under, Judge: j, Jobs: f.jobs, K: f.ks, Dialogo: version(), Done: show.Done, Now: env.now, Began: began,
		Session: reports.Session{Go: runtime.Version(), Host: runtime.GOOS + "/" + runtime.GOARCH, Processors: runtime.GOMAXPROCS(0), Jobs: f.jobs},
		Started: func(done int) {
			if done > 0 {
				fmt.Fprintf(env.stderr, "%d of them are judged already\n", done)
			}
			show.Start(plan.Answers(), done)
		}}
	s, err := r.Run(c.Context())
	show.Close()
	if err != nil && c.Context().Err() != nil {
		return &exitError{exitInterrupted, fmt.Sprintf("interrupted: %d of %s are judged and kept in %s; the same command goes on",
			r.Judged(), count(plan.Answers(), "answer"), f.out)}
	}
	if err != nil {
		return kept(err, r.Judged(), plan.Answers(), f.out)
	}
	if f.json {
		err = s.WriteJSON(env.stdout)
	} else {
		err = s.Table(env.stdout)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(env.stderr, "\nverdicts  %s (JSON Lines, Parquet and CSV)\njudged in %s\n", f.out, env.now().Sub(began).Round(10*time.Millisecond))
	if s.Errored > 0 {
		return &exitError{exitIncomplete, fmt.Sprintf("%d of %s could not be judged, see \"error\" in %s; the same command tries them again",
			s.Errored, count(s.Answers, "answer"), filepath.Join(f.out, reports.VerdictsFile))}
	}
	return nil
}

// kept adds to what ended judging that what was judged before is not lost.
func kept(err error, judged, all int, dir string) error {
	var usage *bench.UsageError
	if errors.As(err, &usage) {
		return err
	}
	first := ""
	if errors.Is(err, syscall.ENOSPC) {
		first = "make room for " + dir + "; "
	}
	return fmt.Errorf("%w\n%s%d of %s are judged and kept in %s: the same command goes on", err, first, judged, count(all, "answer"), dir)
}
