package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"dialogo/bench"
	"dialogo/bench/judge"
	"dialogo/bench/judge/sandbox"
	"dialogo/bench/model"
	"dialogo/cmd/dialogo/internal/progress"
	"dialogo/datasets"
	"dialogo/feedback"
)

// runFlags are the flags that say how to run, and change no result.
type runFlags struct {
	jobs     int
	progress string
	envFile  string
	json     bool
	unsafe   bool
}

func (f *runFlags) register(fs *pflag.FlagSet) {
	fs.IntVarP(&f.jobs, "jobs", "j", 0, "episodes at once (default: 32 a core; 8 a core with real models)")
	fs.StringVar(&f.progress, "progress", "auto", "progress on stderr: auto, plain, json, none")
	fs.StringVar(&f.envFile, "env-file", "", "file of NAME=value lines, e.g. with API keys")
	fs.BoolVar(&f.json, "json", false, "print the scores as JSON")
	fs.BoolVar(&f.unsafe, "unsafe-no-sandbox", false, "execute answers without isolation (shown in the report)")
}

// session is what it takes to play a study: its tasks, mixes, models and judge.
type session struct {
	env    *environment
	flags  *runFlags
	getenv func(string) string
	study  bench.Study
	tasks  []bench.Task
	notes  []error // dataset records that were skipped
	judge  *judge.Judge
	show   *progress.Display
}

// newSession puts a study together from its file, the environment and the flags,
// and checks all of it that can be checked without a model call.
func newSession(c *cobra.Command, env *environment, study *studyFlags, flags *runFlags, skipBad bool) (*session, error) {
	if err := fromEnvironment(c, env); err != nil {
		return nil, err
	}
	s := &session{env: env, flags: flags}
	var err error
	if s.study, err = study.study(); err != nil {
		return nil, err
	}
	if err := s.load(skipBad); err != nil {
		return nil, err
	}
	return s, s.check()
}

// load reads the study's tasks.
func (s *session) load(skipBad bool) error {
	set, err := datasets.Load(s.study.Dataset, datasets.Options{Format: s.study.Format, SkipBad: skipBad})
	if err != nil {
		return err
	}
	s.notes = set.Skipped
	for _, e := range set.Skipped {
		fmt.Fprintln(s.env.stderr, "dialogo: skipped:", e)
	}
	if s.tasks, err = datasets.Select(set.Tasks, s.study.Tasks); err != nil {
		return err
	}
	if len(s.tasks) == 0 {
		return bench.Usagef("no tasks: dataset %s has none that the study selects", s.study.Dataset)
	}
	return nil
}

// check finds what cannot work before anything is run: it opens every model and
// builds every mix, and makes no call.
func (s *session) check() error {
	var err error
	if s.flags.jobs < 0 {
		return bench.Usagef("--jobs: %d is out of range: 0 (by cores) or more", s.flags.jobs)
	}
	if s.show, err = progress.New(s.flags.progress, s.env.stderr, s.env.terminal, s.env.now); err != nil {
		return err
	}
	if s.getenv, err = withEnvFile(s.env.getenv, s.flags.envFile); err != nil {
		return err
	}
	for _, m := range s.study.Mixes {
		n, err := feedback.Parse(m)
		if err != nil {
			return err
		}
		if err := n.Check(s.tasks); err != nil {
			return err
		}
	}
	if _, _, err = s.open(bench.NewCallStore(os.DevNull)); err != nil {
		return err
	}
	for _, w := range warnings(s.study) {
		fmt.Fprintln(s.env.stderr, "dialogo: warning:", w)
	}
	return nil
}

// warnings names what a study may well not mean.
func warnings(s bench.Study) []string {
	var all []string
	for _, m := range s.Models {
		if strings.HasPrefix(m.Name, "sim/") || strings.HasPrefix(m.Name, "replay/") || m.Temperature > 0 {
			continue
		}
		if s.Samples > 1 {
			all = append(all, fmt.Sprintf("%s has temperature 0: its %d samples will be alike, and pass@k says nothing", m.Label(), s.Samples))
		}
		if slices.Contains(s.Mixes, "resample") {
			all = append(all, m.Label()+" has temperature 0: the attempts of mix resample will be alike; set a temperature")
		}
	}
	return all
}

// sound judges the reference solutions of the study's tasks before the first call
// is paid for. The embedded suite is not judged again: its tests see to it.
func (s *session) sound(ctx context.Context) error {
	if s.study.Dataset == datasets.SuiteName {
		return nil
	}
	fmt.Fprintf(s.env.stderr, "judging the reference solutions of %s first\n", count(len(s.tasks), "task"))
	var bad []string
	_, err := datasets.Validate(ctx, s.tasks, s.judge, s.flags.jobs, func(c datasets.Check) {
		if !c.OK() {
			bad = append(bad, printable(c.Task.ID)+": "+printable(complaint(c)))
		}
	})
	if err != nil || len(bad) == 0 {
		return err
	}
	return bench.Usagef("%s cannot be used:\n  %s\nmend the dataset, or choose other tasks", count(len(bad), "task"), strings.Join(bad, "\n  "))
}

// open opens the models, by label, and the mixes.
func (s *session) open(calls *bench.CallStore) (map[string]bench.Model, []bench.Mix, error) {
	o := model.Options{Calls: calls, Env: s.getenv, Tasks: s.tasks, Endpoints: new(model.Endpoints)}
	models := map[string]bench.Model{}
	for _, spec := range s.study.Models {
		m, err := model.Open(spec, o)
		if err != nil {
			return nil, nil, err
		}
		models[spec.Label()] = m
	}
	var critic bench.Model
	if s.study.Critic != nil {
		var err error
		if critic, err = model.Open(*s.study.Critic, o); err != nil {
			return nil, nil, fmt.Errorf("critic: %w", err)
		}
	}
	var mixes []bench.Mix
	for _, notation := range s.study.Mixes {
		n, err := feedback.Parse(notation)
		if err != nil {
			return nil, nil, err
		}
		m, err := n.Mix(critic)
		if err != nil {
			return nil, nil, err
		}
		mixes = append(mixes, m)
	}
	return models, mixes, nil
}

// start readies the judge.
func (s *session) start(ctx context.Context) (err error) {
	if s.flags.unsafe {
		warnUnsandboxed(s.env, s.study.Sandbox)
	}
	s.judge, err = judge.New(ctx, judge.Options{Limits: s.study.Limits, Layers: s.study.Sandbox, Unsandboxed: s.flags.unsafe})
	return err
}

// warnUnsandboxed says what --unsafe-no-sandbox means, and what it overrides.
func warnUnsandboxed(env *environment, required []bench.Layer) {
	words := "--unsafe-no-sandbox: answers run without isolation, with your rights"
	var names []string
	for _, l := range required {
		names = append(names, string(l))
	}
	if len(names) > 0 {
		words += ", though the study requires " + strings.Join(names, ", ")
	}
	fmt.Fprintln(env.stderr, "dialogo: warning:", words)
}

// manifest says under what this session runs.
func (s *session) manifest() bench.Manifest {
	return bench.Manifest{
		Schema:  bench.Schema,
		Dialogo: version(),
		Go:      runtime.Version(),
		Dataset: bench.HashTasks(s.tasks),
		Prompts: bench.PromptsHash() + " " + feedback.PromptsHash() + " feedback/" + feedback.Version,
		Judge:   judge.Version,
		Sandbox: s.judge.Sandbox(), Required: sandbox.Required(s.study.Sandbox), Unsandboxed: s.flags.unsafe,
		Seed:    s.study.Seed,
		Host:    fmt.Sprintf("%s/%s, %d CPUs", runtime.GOOS, runtime.GOARCH, runtime.NumCPU()),
		Skipped: len(s.notes),
		Started: s.env.now().UTC().Format("2006-01-02T15:04:05Z"),
	}
}

// play plays what is pending of a run, and writes its results.
func (s *session) play(ctx context.Context, run *bench.Run, rec *bench.Record) error {
	models, mixes, err := s.open(run.Calls())
	if err != nil {
		return err
	}
	runner := &bench.Runner{
		Study: rec.Study, Tasks: rec.Tasks, Models: models, Mixes: mixes, Judge: s.judge,
		Log: run, Jobs: s.jobs(), Observer: s.show, Now: s.env.now,
	}
	pending := rec.Pending()
	err = runner.Run(ctx, pending, rec.Planned-len(pending))
	s.show.Close()
	if errors.Is(err, context.Canceled) {
		return s.interrupted(run.Dir())
	}
	if err != nil {
		return fmt.Errorf("%w\nwhat was finished is kept: go on with 'dialogo resume %s'", err, run.Dir())
	}
	return s.finish(run.Dir())
}

func (s *session) jobs() int {
	switch {
	case s.flags.jobs > 0:
		return s.flags.jobs
	case allSimulated(s.study.Models):
		return 32 * runtime.NumCPU() // they answer at once: the judge builds their answers together
	}
	return 8 * runtime.NumCPU() // they wait for services most of the time
}

func (s *session) interrupted(dir string) error {
	rec, err := bench.ReadRun(dir)
	if err != nil {
		return err
	}
	return &exitError{exitInterrupted, fmt.Sprintf("interrupted: %d of %d episodes are done; go on with 'dialogo resume %s'",
		len(rec.Episodes), rec.Planned, dir)}
}

// finish writes the results of a finished run and says how it went.
func (s *session) finish(dir string) error {
	rec, err := writeResults(dir)
	if err != nil {
		return err
	}
	if err := printScores(s.env.stdout, rec, s.flags.json); err != nil {
		return err
	}
	fmt.Fprintf(s.env.stderr, "\nreport  %s/report.html\ntables  %s/results/ (Parquet and CSV)\n", dir, dir)
	errored := rec.Errored()
	if share := float64(errored) / float64(max(1, rec.Planned)); share > rec.Study.MaxErrors {
		return &exitError{exitIncomplete, fmt.Sprintf("%d of %d episodes were errored, the study allows %.0f%%; %s\n"+
			"'dialogo resume %s' tries them again", errored, rec.Planned, 100*rec.Study.MaxErrors, commonCause(rec), dir)}
	}
	return nil
}

// commonCause is the most frequent error of a run, in words: equal causes of
// one model are one error.
func commonCause(rec *bench.Record) string {
	count, example := map[string]int{}, map[string]string{}
	best := ""
	for _, e := range rec.Episodes {
		if e.Error == nil {
			continue
		}
		c := e.Model + " " + e.Error.Cause
		count[c]++
		if example[c] == "" {
			example[c] = e.Error.Message
		}
		if best == "" || count[c] > count[best] {
			best = c
		}
	}
	return fmt.Sprintf("most often (%d): %s", count[best], printable(example[best]))
}
