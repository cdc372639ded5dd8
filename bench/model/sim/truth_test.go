package sim_test

import (
	"context"
	"fmt"
	"math"
	"sync"
	"testing"

	"dialogo/bench"
	"dialogo/bench/model/sim"
)

// memory is a log that keeps episodes in memory.
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

// play plays all tasks under all mixes with the real runner and the fake judge.
func play(t *testing.T, s bench.Study, model bench.Model, mixes []bench.Mix, tasks []bench.Task) map[bench.Key]bench.Episode {
	t.Helper()
	log := &memory{episodes: map[bench.Key]bench.Episode{}}
	for _, m := range mixes {
		s.Mixes = append(s.Mixes, m.Notation)
	}
	s.Models = []bench.ModelSpec{{Name: "m"}}
	r := bench.Runner{Study: s, Tasks: tasks, Models: map[string]bench.Model{"m": model}, Mixes: mixes, Judge: newFakeJudge(t, tasks), Log: log, Jobs: 2}
	if err := r.Run(t.Context(), bench.Plan(s, tasks), 0); err != nil {
		t.Fatal(err)
	}
	for k, e := range log.episodes {
		if e.Error != nil {
			t.Fatalf("%v: %+v", k, e.Error)
		}
	}
	return log.episodes
}

// passes is p(t) of an episode; an ended episode is carried forward.
func passes(e bench.Episode, turns int) []bool {
	var p []bool
	for _, turn := range e.Turns {
		p = append(p, turn.Verdict.Status == bench.Passed)
	}
	for len(p) < turns {
		p = append(p, p[len(p)-1])
	}
	return p
}

// The scores of many played episodes come to the computed ones, under all mixes,
// stop rules and history rules. Fixed seeds: the test cannot fail by bad luck.
func TestTruthIsWhatPlayingComesTo(t *testing.T) {
	const turns = 4
	tasks := few()
	all := mixes(t, append(ladder(), "resample")...)
	for _, rule := range []struct {
		stop    bench.StopRule
		history bench.HistoryRule
		samples int
	}{{bench.StopSolved, bench.HistoryFull, 200}, {bench.StopVisible, bench.HistoryLast, 80}, {bench.StopNever, bench.HistoryLast, 80}} {
		t.Run(string(rule.stop), func(t *testing.T) {
			s := student(t, "weak", tasks)
			var settings []sim.Setting
			for _, m := range all {
				settings = append(settings, sim.Setting{Mix: m, Turns: turns, Stop: rule.stop})
			}
			truths, err := s.Truth(t.Context(), newFakeJudge(t, tasks), settings...)
			if err != nil {
				t.Fatal(err)
			}
			study := bench.Study{Turns: turns, Samples: rule.samples, Stop: rule.stop, History: rule.history, Seed: 11}
			episodes := play(t, study, s, all, tasks)
			for i, m := range all {
				got := measure(episodes, m.Notation, tasks, rule.samples, turns)
				compare(t, m.Notation, got, truths[i], rule.samples*len(tasks))
			}
		})
	}
}

// measure is the mean scores of the episodes of one mix.
func measure(episodes map[bench.Key]bench.Episode, mix string, tasks []bench.Task, samples, turns int) sim.Score {
	s := sim.Score{Solved: make([]float64, turns), State: make([]float64, turns)}
	n := float64(len(tasks) * samples)
	for _, task := range tasks {
		for j := range samples {
			solved := false
			for t, p := range passes(episodes[bench.Key{Model: "m", Mix: mix, Task: task.ID, Sample: j}], turns) {
				if p {
					s.State[t] += 1 / n
				}
				if p && !solved {
					solved = true
					s.MRR += 1 / float64(t+1) / n
				}
				if solved {
					s.Solved[t] += 1 / n
				}
			}
		}
	}
	s.Recall = s.Solved[turns-1]
	return s
}

// compare wants means of n values within four standard errors.
func compare(t *testing.T, mix string, got sim.Score, want sim.Truth, n int) {
	t.Helper()
	check := func(what string, got, want float64) {
		if limit := 4*math.Sqrt(want*(1-want)/float64(n)) + 1e-9; math.Abs(got-want) > limit {
			t.Errorf("%s: %s is %.4f when played, %.4f when computed, more than %.4f apart", mix, what, got, want, limit)
		}
	}
	check("Recall", got.Recall, want.Recall)
	check("MRR", got.MRR, want.MRR)
	for i := range got.Solved {
		check(fmt.Sprintf("solved@%d", i), got.Solved[i], want.Solved[i])
		check(fmt.Sprintf("state@%d", i), got.State[i], want.State[i])
	}
}

func TestMoreEvidenceNeverDoesWorseInTheSameDraw(t *testing.T) {
	const samples, turns = 15, 5
	tasks := few()
	all := mixes(t, ladder()...)
	for _, name := range []string{"weak", "medium", "strong"} {
		study := bench.Study{Turns: turns, Samples: samples, Stop: bench.StopSolved, History: bench.HistoryFull, Seed: 5}
		episodes := play(t, study, student(t, name, tasks), all, tasks)
		better := make([]int, len(all))
		for i := 1; i < len(all); i++ {
			for _, task := range tasks {
				for j := range samples {
					key := bench.Key{Model: "m", Task: task.ID, Sample: j, Mix: all[i-1].Notation}
					less := passes(episodes[key], turns)
					key.Mix = all[i].Notation
					more := passes(episodes[key], turns)
					for turn := range turns {
						if less[turn] && !more[turn] {
							t.Fatalf("%v: solved at turn %d under %s, not under %s", key, turn, all[i-1].Notation, all[i].Notation)
						}
						if more[turn] && !less[turn] {
							better[i]++
						}
					}
				}
			}
			if better[i] == 0 {
				t.Errorf("%s: %s never did better than %s", name, all[i].Notation, all[i-1].Notation)
			}
		}
	}
}

func TestTruthRisesWithEvidence(t *testing.T) {
	tasks := few()
	for _, name := range []string{"weak", "medium", "strong"} {
		var settings []sim.Setting
		for _, m := range mixes(t, ladder()...) {
			settings = append(settings, sim.Setting{Mix: m, Turns: 5, Stop: bench.StopSolved})
		}
		truths, err := student(t, name, tasks).Truth(t.Context(), newFakeJudge(t, tasks), settings...)
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(truths); i++ {
			if truths[i].Recall <= truths[i-1].Recall || truths[i].MRR <= truths[i-1].MRR {
				t.Errorf("%s: %s gives Recall %.3f and MRR %.3f, %s %.3f and %.3f", name,
					settings[i].Mix.Notation, truths[i].Recall, truths[i].MRR, settings[i-1].Mix.Notation, truths[i-1].Recall, truths[i-1].MRR)
			}
			if truths[i].Solved[0] != truths[0].Solved[0] {
				t.Errorf("%s: turn 0 depends on the mix", name)
			}
		}
	}
}

// By hand: one task, one bug of each class always there, repaired for certain
// when there is evidence and never without.
func TestTruthOfACaseThatCanBeDoneByHand(t *testing.T) {
	tasks := few()[:1]
	s, err := sim.NewStudent("weak", tasks, map[string]any{
		"compile_bug": 0, "semantic_bug": 1, "semantic_blind": 0.5, "swap": 0, "one_case": 0, "many_cases": 0}, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := mixes(t, "retry")[0]
	truth, err := s.Truth(t.Context(), allFail{}, sim.Setting{Mix: m, Turns: 3, Stop: bench.StopSolved})
	if err != nil {
		t.Fatal(err)
	}
	// 0, then ½, then ¾; MRR = ½·½ + ¼·⅓.
	if got, want := fmt.Sprintf("%.4f %.4f %.4f", truth[0].Solved, truth[0].Recall, truth[0].MRR), "[0.0000 0.5000 0.7500] 0.7500 0.3333"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// allFail passes the reference and nothing else.
type allFail struct{}

func (allFail) Judge(_ context.Context, t *bench.Task, code string) (bench.Verdict, error) {
	c, err := sim.NewCatalogue(t)
	if err != nil {
		return bench.Verdict{}, err
	}
	v := bench.Verdict{Status: bench.WrongAnswer}
	if s, ok := c.Find(code); ok && s.Compile < 0 && s.Semantic < 0 {
		v.Status = bench.Passed
	}
	return v, nil
}

func TestTruthWantsTurns(t *testing.T) {
	tasks := few()
	if _, err := student(t, "weak", tasks).Truth(t.Context(), newFakeJudge(t, tasks), sim.Setting{}); err == nil {
		t.Error("no error for a setting without turns")
	}
}

// What the demo promises: students of three strengths, and more Recall with every
// step of its mixes. With verdicts of the fake judge; the real ones are close.
func TestStudentsAreCalibrated(t *testing.T) {
	tasks := suite(t)
	var settings []sim.Setting
	for _, m := range mixes(t, "compile", "compile+exec:partial", "compile+exec:full", "compile+exec:full+verbal:expert") {
		settings = append(settings, sim.Setting{Mix: m, Turns: 5, Stop: bench.StopSolved})
	}
	judge := newFakeJudge(t, tasks)
	for name, first := range map[string]float64{"weak": 0.25, "medium": 0.45, "strong": 0.65} {
		truths, err := student(t, name, tasks).Truth(t.Context(), judge, settings...)
		if err != nil {
			t.Fatal(err)
		}
		if got := truths[0].Solved[0]; math.Abs(got-first) > 0.05 {
			t.Errorf("%s: turn 0 solves %.3f, meant is %.2f", name, got, first)
		}
		for i := 1; i < len(truths); i++ {
			if truths[i].Recall < truths[i-1].Recall+0.03 {
				t.Errorf("%s: Recall is %.3f under %s, hardly above %.3f under %s", name,
					truths[i].Recall, settings[i].Mix.Notation, truths[i-1].Recall, settings[i-1].Mix.Notation)
			}
		}
		if last := truths[len(truths)-1].Recall; last < 0.70 || last > 0.95 {
			t.Errorf("%s: Recall is %.3f with all feedback", name, last)
		}
	}
}
