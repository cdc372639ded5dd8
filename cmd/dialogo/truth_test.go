package main

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"testing"

	"dialogo/bench"
	"dialogo/bench/judge"
	"dialogo/bench/model"
	"dialogo/bench/model/sim"
	"dialogo/datasets"
	"dialogo/feedback"
	"dialogo/scoring"
)

// cell is one model under one mix.
type cell struct{ model, mix string }

// The simulated students have true scores that can be computed exactly. Over 20
// seeds of the demo, the reported 95% intervals of Recall and MRR must hold them in
// at least 90% of cells; and with more informative feedback Recall must be higher,
// both in truth and in every seed's table up to what chance allows.
func TestIntervalsHoldTheTruth(t *testing.T) {
	if testing.Short() {
		t.Skip("plays the demo 20 times; left out with -short")
	}
	needSandbox(t)
	const seeds = 20
	ctx := context.Background()
	study, err := bench.ParseStudy(demoStudy, "demo.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set, err := datasets.Load("suite", datasets.Options{})
	if err != nil {
		t.Fatal(err)
	}
	j, err := judge.New(ctx, judge.Options{Limits: study.Limits})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	truth := trueScores(t, j, study, set.Tasks)

	held, cells := 0, 0
	sum := map[cell]float64{}
	for seed := range uint64(seeds) {
		study.Seed = seed + 1
		rows, err := scoring.Score(playInMemory(t, j, study, set.Tasks), scoring.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			c := cell{r.Model, r.Mix}
			want := truth[c].Recall
			switch r.Metric {
			case scoring.Recall:
				sum[c] += *r.Value
			case scoring.MRR:
				want = truth[c].MRR
			default:
				continue
			}
			cells++
			if *r.Low <= want && want <= *r.High {
				held++
			}
		}
	}
	if want := seeds * len(truth) * 2; cells != want {
		t.Fatalf("%d cells, want %d", cells, want)
	}
	t.Logf("intervals hold the true value in %d of %d cells (%.1f%%)", held, cells, 100*float64(held)/float64(cells))
	if float64(held) < 0.9*float64(cells) {
		t.Errorf("intervals hold the true value in only %d of %d cells", held, cells)
	}
	for _, m := range study.Models {
		var true_, seen []float64
		for _, mix := range study.Mixes {
			c := cell{m.Label(), mix}
			true_ = append(true_, truth[c].Recall)
			seen = append(seen, sum[c]/seeds)
		}
		t.Logf("%s: true Recall %.3f, mean over seeds %.3f", m.Label(), true_, seen)
		if !slices.IsSorted(true_) || !slices.IsSorted(seen) {
			t.Errorf("%s: Recall does not rise from mix to mix: true %.3f, seen %.3f", m.Label(), true_, seen)
		}
	}
}

// mixesOf builds a study's mixes with the simulated critic.
func mixesOf(t *testing.T, s bench.Study, tasks []bench.Task) []bench.Mix {
	critic, err := model.Open(*s.Critic, model.Options{Tasks: tasks})
	if err != nil {
		t.Fatal(err)
	}
	var mixes []bench.Mix
	for _, notation := range s.Mixes {
		n, err := feedback.Parse(notation)
		if err != nil {
			t.Fatal(err)
		}
		m, err := n.Mix(critic)
		if err != nil {
			t.Fatal(err)
		}
		mixes = append(mixes, m)
	}
	return mixes
}

// trueScores computes what each model's scores under each mix converge to.
func trueScores(t *testing.T, j bench.Judge, s bench.Study, tasks []bench.Task) map[cell]sim.Truth {
	mixes := mixesOf(t, s, tasks)
	truth := map[cell]sim.Truth{}
	for _, spec := range s.Models {
		student, err := sim.NewStudent(spec.Name[len("sim/"):], tasks, spec.Extra, nil)
		if err != nil {
			t.Fatal(err)
		}
		var settings []sim.Setting
		for _, m := range mixes {
			settings = append(settings, sim.Setting{Mix: m, Turns: s.Turns, Stop: s.Stop})
		}
		scores, err := student.Truth(context.Background(), j, settings...)
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range mixes {
			truth[cell{spec.Label(), m.Notation}] = scores[i]
		}
	}
	return truth
}

// memory keeps episodes.
type memory struct {
	mu       sync.Mutex
	episodes map[bench.Key]bench.Episode
}

func (m *memory) Append(e bench.Episode) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.episodes[e.Key] = e
	return nil
}

// playInMemory plays a study with simulated models and keeps no files.
func playInMemory(t *testing.T, j bench.Judge, s bench.Study, tasks []bench.Task) *bench.Record {
	t.Helper()
	models := map[string]bench.Model{}
	for _, spec := range s.Models {
		m, err := model.Open(spec, model.Options{Tasks: tasks})
		if err != nil {
			t.Fatal(err)
		}
		models[spec.Label()] = m
	}
	log := &memory{episodes: map[bench.Key]bench.Episode{}}
	plan := bench.Plan(s, tasks)
	r := &bench.Runner{Study: s, Tasks: tasks, Models: models, Mixes: mixesOf(t, s, tasks), Judge: j, Log: log, Jobs: runtime.NumCPU()}
	if err := r.Run(context.Background(), plan, 0); err != nil {
		t.Fatal(err)
	}
	rec := &bench.Record{Study: s, Tasks: tasks, Planned: len(plan)}
	for _, k := range plan {
		e := log.episodes[k]
		if e.Error != nil {
			t.Fatalf("%s: %s", k, e.Error.Message)
		}
		rec.Episodes = append(rec.Episodes, e)
	}
	return rec
}
