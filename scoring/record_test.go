package scoring

import (
	"fmt"

	"dialogo/bench"
)

// study builds a record of one model "m" and one mix "x" from the outcomes of its
// episodes: one string a sample, one character a turn, '1' passed, '0' not, '!'
// an error in place of the turn. outcomes[i] are the samples of task i.
func study(turns int, outcomes ...[]string) *bench.Record {
	rec := &bench.Record{Dir: "run", Study: bench.Study{
		Turns: turns, Seed: 1,
		Models: []bench.ModelSpec{{Name: "m"}}, Mixes: []string{"x"},
	}}
	for i, samples := range outcomes {
		id := fmt.Sprintf("task%d", i)
		rec.Tasks = append(rec.Tasks, bench.Task{ID: id})
		rec.Study.Samples = max(rec.Study.Samples, len(samples))
		for j, turnsOf := range samples {
			rec.Episodes = append(rec.Episodes, episode(bench.Key{Model: "m", Mix: "x", Task: id, Sample: j}, turnsOf))
		}
	}
	return rec
}

func episode(k bench.Key, outcomes string) bench.Episode {
	e := bench.Episode{Key: k, Stopped: "turns"}
	for t, c := range outcomes {
		switch c {
		case '1':
			e.Turns = append(e.Turns, bench.Turn{Index: t, Verdict: bench.Verdict{Status: bench.Passed}})
		case '0':
			e.Turns = append(e.Turns, bench.Turn{Index: t, Verdict: bench.Verdict{Status: bench.WrongAnswer}})
		case '.':
			e.Stopped = "visible"
		case '!':
			e.Stopped, e.Error = "error", &bench.EpisodeError{Turn: t, Step: "model", Cause: "http"}
		}
	}
	if outcomes[len(outcomes)-1] == '1' {
		e.Stopped = "solved"
	}
	return e
}

// find returns the row of a metric.
func find(rows []Row, metric string, k, turn int) Row {
	for _, r := range rows {
		if r.Metric == metric && r.K == k && r.Turn == turn {
			return r
		}
	}
	panic(fmt.Sprintf("no row %s k=%d t=%d", metric, k, turn))
}
