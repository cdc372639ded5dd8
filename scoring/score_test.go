package scoring

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"dialogo/bench"
)

func TestMetricsByHand(t *testing.T) {
	// Three turns. p by turn: solved at once; solved at turn 1; solved at turn 1
	// and broken at turn 2; never; right, broken, and right again.
	rec := study(3, []string{"1"}, []string{"01"}, []string{"010"}, []string{"000"}, []string{"101"})
	rec.Episodes[2].Stopped = "turns"
	rows, err := Score(rec, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		metric  string
		k, turn int
		value   float64
	}{
		{Solved, 0, 0, 2. / 5}, {Solved, 0, 1, 4. / 5}, {Solved, 0, 2, 4. / 5},
		{State, 0, 0, 2. / 5}, {State, 0, 1, 3. / 5}, {State, 0, 2, 3. / 5},
		{CCW, 0, 0, 2. / 5}, {CCW, 0, 1, 4. / 5}, {CCW, 0, 2, 3. / 5},
		{Recall, 0, 2, 4. / 5},
		{MRR, 0, 2, (1 + .5 + .5 + 0 + 1) / 5},
		{Pass, 1, 0, 2. / 5}, {Pass, 1, 2, 4. / 5},
	} {
		r := find(rows, want.metric, want.k, want.turn)
		if r.Value == nil || math.Abs(*r.Value-want.value) > 1e-12 {
			t.Errorf("%s@%d k=%d = %v, want %v", want.metric, want.turn, want.k, deref(r.Value), want.value)
		}
		if *r.Bound != *r.Value {
			t.Errorf("%s: bound %v differs from value %v though nothing errored", want.metric, *r.Bound, *r.Value)
		}
		if r.Tasks != 5 || r.Episodes != 5 || r.Errored != 0 {
			t.Errorf("%s: counts %d %d %d", want.metric, r.Tasks, r.Episodes, r.Errored)
		}
	}
	if len(rows) != 3*3+2+3 {
		t.Errorf("%d rows", len(rows))
	}
}

func deref(p *float64) any {
	if p == nil {
		return nil
	}
	return *p
}

func TestEpisodesThatStoppedEarlyAreCarriedForward(t *testing.T) {
	for _, c := range []struct {
		name, turns string
		want        Outcome
	}{
		{"solved stays solved", "01", Outcome{false, true, true, true}},
		{"stopped by the visible cases stays wrong", "0.", Outcome{false, false, false, false}},
		{"more turns than the study has are cut", "00001", Outcome{false, false, false, false}},
	} {
		e := episode(bench.Key{}, c.turns)
		got, ok := OutcomeOf(&e, 4)
		if !ok || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v %v, want %v", c.name, got, ok, c.want)
		}
	}
}

func TestWhatIsNotScored(t *testing.T) {
	for name, turns := range map[string]string{"errored": "01!", "ended for want of turns the study now has": "00"} {
		e := episode(bench.Key{}, turns)
		if o, ok := OutcomeOf(&e, 4); ok {
			t.Errorf("%s: scored as %v", name, o)
		}
	}
	if _, ok := OutcomeOf(&bench.Episode{Stopped: "solved"}, 4); ok {
		t.Error("an episode without turns is scored")
	}
}

func TestErroredEpisodesAreCountedBesideTheScoreAndInTheBound(t *testing.T) {
	// Task 0: one of two scored samples solved, one errored (after a right answer,
	// which must not count). Task 1: solved twice, once errored. Task 2: all errored.
	rec := study(2, []string{"1", "00", "1!"}, []string{"1", "1", "!"}, []string{"!", "!", "0!"})
	rows, err := Score(rec, Options{K: []int{1, 2, 3}})
	if err != nil {
		t.Fatal(err)
	}
	r := find(rows, Recall, 0, 1)
	if *r.Value != (.5+1)/2 || *r.Bound != (1./3+2./3+0)/3 {
		t.Errorf("value %v, bound %v", *r.Value, *r.Bound)
	}
	if r.Tasks != 2 || r.Episodes != 4 || r.Errored != 5 {
		t.Errorf("tasks %d, episodes %d, errored %d", r.Tasks, r.Episodes, r.Errored)
	}
	if p := find(rows, Pass, 2, 1); *p.Value != 1 || *p.Bound >= *p.Value {
		t.Errorf("pass@2: value %v, bound %v", *p.Value, *p.Bound)
	}
	// Three samples were run but at most two scored: pass@3 is undefined, its bound is not.
	if p := find(rows, Pass, 3, 1); p.Value != nil || p.Low != nil || p.Tasks != 0 || p.Episodes != 0 || *p.Bound != 2./3 {
		t.Errorf("pass@3: %v", p)
	}
}

func TestEveryTaskWeighsTheSame(t *testing.T) {
	// Nine solved samples of one task and one unsolved of another: the mean over
	// tasks is ½, the mean over episodes would be 0.9.
	rec := study(1, slices.Repeat([]string{"1"}, 9), []string{"0"})
	rows, err := Score(rec, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r := find(rows, Recall, 0, 0); *r.Value != .5 || r.Episodes != 10 || r.Tasks != 2 {
		t.Errorf("%v of %d episodes", *r.Value, r.Episodes)
	}
}

func TestRowsAreInTheStudysOrder(t *testing.T) {
	rec := study(2, []string{"1"}, []string{"00"})
	rec.Study.Models = []bench.ModelSpec{{Name: "z"}, {Name: "openai/m", As: "m"}}
	rec.Study.Mixes = []string{"x", "a"}
	rows, err := Score(rec, Options{K: []int{2, 1, 2}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, r.Model+" "+r.Mix)
	}
	if want := []string{"z x", "z a", "m x", "m a"}; !slices.Equal(slices.Compact(got), want) {
		t.Errorf("cells in order %v, want %v", slices.Compact(got), want)
	}
	var ks []int
	for _, r := range rows[:12] {
		ks = append(ks, r.K)
	}
	if want := []int{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2}; !slices.Equal(ks, want) {
		t.Errorf("k in order %v, want %v", ks, want)
	}
}

func TestUndefinedIsNullInJSON(t *testing.T) {
	rows, err := Score(study(1, []string{"!"}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(rows[0])
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"model":"m","mix":"x","metric":"solved","k":0,"turn":0,"value":null,"low":null,"high":null,"bound":0,` +
		`"tasks":0,"episodes":0,"errored":1,"in_process":0,"level":0.95}`
	if string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
}

func TestARunWithoutEpisodesScoresToNothing(t *testing.T) {
	rec := study(2, []string{"1"})
	rec.Episodes = nil
	rows, err := Score(rec, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Value != nil || r.Bound != nil || r.Low != nil {
			t.Errorf("%+v", r)
		}
	}
}

func TestBadOptionsAndRecordsSaySo(t *testing.T) {
	for name, c := range map[string]struct {
		options Options
		change  func(*bench.Record)
		usage   bool
		want    string
	}{
		"method":    {options: Options{Method: "wald"}, usage: true, want: `interval method "wald" is unknown`},
		"level":     {options: Options{Level: 95}, usage: true, want: "interval level 95"},
		"resamples": {options: Options{Method: "bootstrap", Resamples: 5}, usage: true, want: "5 bootstrap resamples"},
		"k":         {options: Options{K: []int{0}}, usage: true, want: "k = 0"},
		"turns":     {change: func(r *bench.Record) { r.Study.Turns = 0 }, want: "run: the study has 0 turns"},
		"foreign":   {change: func(r *bench.Record) { r.Episodes[0].Mix = "y" }, want: "m · y · task0 · sample 0 is not of this study"},
		"task":      {change: func(r *bench.Record) { r.Tasks = nil }, want: "is not of this study"},
		"turnless":  {change: func(r *bench.Record) { r.Episodes[0].Turns = nil }, want: "neither a turn nor an error"},
	} {
		rec := study(1, []string{"1"})
		if c.change != nil {
			c.change(rec)
		}
		_, err := Score(rec, c.options)
		var usage *bench.UsageError
		if err == nil || !strings.Contains(err.Error(), c.want) || errors.As(err, &usage) != c.usage {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTransitionsAddUpToTheScoredEpisodes(t *testing.T) {
	rec := study(3, []string{"1"}, []string{"01"}, []string{"010"}, []string{"000"}, []string{"101"}, []string{"0!"})
	rec.Episodes[2].Stopped = "turns"
	got, err := Transitions(rec)
	if err != nil {
		t.Fatal(err)
	}
	want := []Transition{
		{Model: "m", Mix: "x", Turn: 1, Fixed: 2, Broken: 1, Stuck: 1, Kept: 1},
		{Model: "m", Mix: "x", Turn: 2, Fixed: 1, Broken: 1, Stuck: 1, Kept: 2},
	}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestRowsSayWhatIsSimulatedAndInProcess(t *testing.T) {
	rec := study(2, []string{"01"}, []string{"1"})
	rec.Tasks[1].Test = &bench.CodeTest{Name: "TestX"}
	rows, err := Score(rec, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r := find(rows, Recall, 0, 1); r.Simulated != "" || r.InProcess != 1 || r.Tasks != 2 {
		t.Errorf("a real model: %+v", r)
	}
	rec.Episodes[0].Turns[0].Feedback = []bench.Feedback{{Source: "verbal:expert", Simulated: true}}
	if rows, _ = Score(rec, Options{}); rows[0].Simulated != "critic" {
		t.Errorf("a simulated critic: %q", rows[0].Simulated)
	}
	rec.Episodes[1].Simulated = true
	if rows, _ = Score(rec, Options{}); rows[0].Simulated != "model and critic" {
		t.Errorf("both: %q", rows[0].Simulated)
	}
}
