package main

import (
	_ "embed"
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"dialogo/bench"
	"dialogo/feedback"
)

//go:embed demo.yaml
var demoStudy []byte

// studyFlags are the flags that say what to run. They override the study file.
type studyFlags struct {
	set                        *pflag.FlagSet
	config, dataset, format    string
	preset, critic             string
	stop, history              string
	models, mixes, tasks, tags []string
	limit, samples, turns      int
	seed                       uint64
	repair                     bool
}

func (f *studyFlags) register(fs *pflag.FlagSet) {
	f.set = fs
	fs.StringVarP(&f.config, "config", "c", "", "study file (YAML); default: the embedded demo")
	fs.StringVarP(&f.dataset, "dataset", "d", "", `"suite" (embedded), a file or a folder`)
	fs.StringVar(&f.format, "format", "", "format of the dataset, where its records do not tell")
	fs.StringArrayVarP(&f.models, "model", "m", nil, "model, e.g. openai/gpt-4o-mini, ollama/NAME, sim/weak, replay/DIR (repeatable)")
	fs.StringVar(&f.critic, "critic", "", "model that writes verbal feedback")
	fs.StringArrayVar(&f.mixes, "mix", nil, "mix of feedback, e.g. compile+exec:full (repeatable)")
	fs.StringVar(&f.preset, "preset", "", "mixes of a published setting: "+strings.Join(feedback.Presets(), ", "))
	fs.StringArrayVar(&f.tasks, "task-id", nil, "only this task (repeatable)")
	fs.StringArrayVar(&f.tags, "tag", nil, "only tasks with this tag (repeatable)")
	fs.IntVarP(&f.limit, "limit", "n", 0, "only the first so many tasks")
	fs.IntVarP(&f.samples, "samples", "k", 0, "samples a task")
	fs.IntVar(&f.turns, "turns", 0, "turns at most, counting the first answer")
	fs.StringVar(&f.stop, "stop", "", "stop rule: solved, visible, never")
	fs.StringVar(&f.history, "history", "", "what of the dialogue a model sees: full, last")
	fs.Uint64Var(&f.seed, "seed", 0, "seed of every random draw")
	fs.BoolVar(&f.repair, "repair-imports", false, "add missing and remove unused imports before judging")
}

// study reads the study file, or the demo, and lays the flags over it.
func (f *studyFlags) study() (bench.Study, error) {
	data, name := demoStudy, "demo.yaml"
	if f.config != "" {
		b, err := readStudy(f.config)
		if err != nil {
			return bench.Study{}, err
		}
		data, name = b, f.config
	}
	s, err := bench.ParseStudy(data, name)
	if err != nil {
		return s, err
	}
	if f.config == "" && f.set.Changed("model") {
		s.Name, s.Critic = "study", nil // no longer the demo
		s.Mixes = withoutCritics(s.Mixes)
	}
	f.override(&s)
	if err := s.Check(); err != nil {
		return s, err
	}
	return resolveMixes(s)
}

// readStudy reads the file that -c names.
func readStudy(file string) ([]byte, error) {
	b, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, bench.Usagef("no study file %s: -c takes the path of a YAML file", file)
	case err != nil:
		return nil, bench.Usagef("study file %s: %w; -c takes the path of a YAML file", file, bench.FileReason(err))
	}
	return b, nil
}

func (f *studyFlags) override(s *bench.Study) {
	given := f.set.Changed
	if given("dataset") {
		s.Dataset = f.dataset
	}
	if given("format") {
		s.Format = f.format
	}
	if given("model") {
		s.Models = nil
		for _, m := range f.models {
			s.Models = append(s.Models, bench.ModelSpec{Name: m}.WithDefaults())
		}
	}
	if given("critic") {
		c := bench.ModelSpec{Name: f.critic}.WithDefaults()
		s.Critic = &c
	}
	if given("mix") || given("preset") {
		s.Mixes, s.Preset = f.mixes, f.preset
	}
	if given("task-id") {
		s.Tasks.IDs = f.tasks
	}
	if given("tag") {
		s.Tasks.Tags = f.tags
	}
	if given("limit") {
		s.Tasks.Limit = f.limit
	}
	if given("samples") {
		s.Samples = f.samples
	}
	if given("turns") {
		s.Turns = f.turns
	}
	if given("stop") {
		s.Stop = bench.StopRule(f.stop)
	}
	if given("history") {
		s.History = bench.HistoryRule(f.history)
	}
	if given("seed") {
		s.Seed = f.seed
	}
	if given("repair-imports") {
		s.RepairImports = f.repair
	}
}

// withoutCritics leaves out the mixes that need a critic model.
func withoutCritics(mixes []string) []string {
	var kept []string
	for _, m := range mixes {
		if n, err := feedback.Parse(m); err == nil && !n.NeedsCritic() {
			kept = append(kept, m)
		}
	}
	return kept
}

// resolveMixes expands the preset, writes every mix in its canonical form, and
// sees to a critic where one is needed.
func resolveMixes(s bench.Study) (bench.Study, error) {
	mixes := s.Mixes
	if s.Preset != "" {
		more, err := feedback.Preset(s.Preset)
		if err != nil {
			return s, err
		}
		mixes = append(append([]string(nil), mixes...), more...)
	}
	if len(mixes) == 0 {
		return s, bench.Usagef("no mixes: name at least one under 'mixes:', or a 'preset:'")
	}
	s.Mixes, s.Preset = nil, ""
	seen, needs := map[string]bool{}, ""
	for _, m := range mixes {
		n, err := feedback.Parse(m)
		if err != nil {
			return s, err
		}
		if n.NeedsCritic() {
			needs = n.String()
		}
		if !seen[n.String()] {
			s.Mixes = append(s.Mixes, n.String())
		}
		seen[n.String()] = true
	}
	if needs != "" && s.Critic == nil {
		if !allSimulated(s.Models) {
			return s, bench.Usagef("mix %q needs a critic: name a model under 'critic:' or with --critic", needs)
		}
		c := bench.ModelSpec{Name: "sim/critic"}.WithDefaults()
		s.Critic = &c
	}
	return s, nil
}

func allSimulated(models []bench.ModelSpec) bool {
	for _, m := range models {
		if !strings.HasPrefix(m.Name, "sim/") {
			return false
		}
	}
	return true
}
