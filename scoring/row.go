package scoring

import (
	"slices"

	"dialogo/bench"
)

// The names of the metrics, for [Row.Metric].
const (
	Solved = "solved" // mean of s(t)
	State  = "state"  // mean of p(t)
	CCW    = "ccw"    // mean of max(p(t), p(0))
	Recall = "recall" // solved at the last turn
	MRR    = "mrr"    // mean reciprocal rank of the first solved turn
	Pass   = "pass"   // pass@k@t
)

// Row is one metric of one model under one mix. A nil number is undefined, which
// JSON writes as null; it is never written as 0.
type Row struct {
	// Model is the model's label and Mix the mix's notation.
	Model string `json:"model"`
	Mix   string `json:"mix"`
	// Metric is "solved", "state", "ccw", "recall", "mrr" or "pass".
	Metric string `json:"metric"`
	// K is the k of pass@k, else 0.
	K int `json:"k"`
	// Turn is the t of the metric; for "recall" and "mrr" the last turn.
	Turn int `json:"turn"`
	// Value is the estimate, from 0 to 1.
	Value *float64 `json:"value"`
	// Low and High are the interval around it; nil with fewer than two tasks.
	Low  *float64 `json:"low"`
	High *float64 `json:"high"`
	// Bound is the value with errored episodes counted as 0.
	Bound *float64 `json:"bound"`
	// Tasks and Episodes are how many entered Value.
	Tasks    int `json:"tasks"`
	Episodes int `json:"episodes"`
	// Errored is how many episodes of this model and mix were not scored because
	// they errored.
	Errored int `json:"errored"`
	// Simulated says what was simulated in these episodes: "model", "critic",
	// "model and critic", or empty.
	Simulated string `json:"simulated,omitempty"`
	// InProcess is how many of Tasks were judged in one process with the answer,
	// see [bench.TrustInProcess].
	InProcess int `json:"in_process"`
	// Interval is how Low and High were found: "wilson", "t", "bootstrap",
	// "exact" (all tasks gave the same value), or empty without an interval.
	Interval string `json:"interval,omitempty"`
	// Level is the confidence of the interval, e.g. 0.95.
	Level float64 `json:"level"`
}

// Options are choices about intervals and pass@k. The zero value is useful.
type Options struct {
	// Method is "wilson" (the default), "t" or "bootstrap"; see the package comment.
	Method string
	// Resamples is the number of bootstrap resamples; default 2000.
	Resamples int
	// Seed is the bootstrap's seed; default the study's.
	Seed uint64
	// Level is the confidence of intervals, between 0 and 1; default 0.95.
	Level float64
	// K are the k of pass@k; default 1, 2, 5, 10, 20, 50 and 100 as far as they
	// are below the number of samples, and that number.
	K []int
}

// resolve fills in the defaults and checks what was given.
func (o Options) resolve(s *bench.Study) (Options, error) {
	if o.Method == "" {
		o.Method = kindWilson
	}
	if o.Resamples == 0 {
		o.Resamples = 2000
	}
	if o.Seed == 0 {
		o.Seed = s.Seed
	}
	if o.Level == 0 {
		o.Level = 0.95
	}
	if o.K == nil {
		o.K = defaultKs(max(1, s.Samples))
	}
	switch {
	case !slices.Contains([]string{kindWilson, kindT, kindBootstrap}, o.Method):
		return o, bench.Usagef("interval method %q is unknown: use wilson, t or bootstrap", o.Method)
	case o.Resamples < 100:
		return o, bench.Usagef("%d bootstrap resamples are too few for percentiles: use at least 100", o.Resamples)
	case !(o.Level > 0 && o.Level < 1):
		return o, bench.Usagef("interval level %v is not between 0 and 1: 0.95 is usual", o.Level)
	}
	o.K = slices.Compact(slices.Sorted(slices.Values(o.K)))
	for _, k := range o.K {
		if k < 1 {
			return o, bench.Usagef("k = %d of pass@k is less than 1", k)
		}
	}
	return o, nil
}
