package scoring_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"dialogo/bench"
	"dialogo/scoring"
)

func TestScoreSamples(t *testing.T) {
	tasks := []scoring.Tally{{Passed: 2, Failed: 8}, {Failed: 10, InProcess: true}, {Passed: 1}, {Errored: 3}, {}}
	rows, err := scoring.ScoreSamples(tasks, scoring.Options{})
	if err != nil || len(rows) != 3 {
		t.Fatalf("%+v, %v", rows, err)
	}
	for i, want := range []struct {
		k, tasks, inProcess int
		value, bound        float64
	}{
		{1, 3, 1, (0.2 + 0 + 1) / 3, (0.2 + 0 + 1 + 0) / 4},
		{5, 2, 1, (1 - 56.0/252) / 2, (1 - 56.0/252) / 2}, // C(8,5) of C(10,5)
		{10, 2, 1, 0.5, 0.5},
	} {
		r := rows[i]
		if r.K != want.k || r.Tasks != want.tasks || r.InProcess != want.inProcess || r.Errored != 3 ||
			math.Abs(*r.Value-want.value) > 1e-12 || math.Abs(*r.Bound-want.bound) > 1e-12 {
			t.Errorf("row %d: %+v, value %v, bound %v; want %+v", i, r, *r.Value, *r.Bound, want)
		}
		if r.Low == nil || *r.Low > *r.Value || *r.High < *r.Value {
			t.Errorf("row %d has no interval around its value", i)
		}
	}
}

func TestScoreSamplesIsUndefinedWithTooFew(t *testing.T) {
	rows, err := scoring.ScoreSamples([]scoring.Tally{{Passed: 3}, {Passed: 2}}, scoring.Options{K: []int{5, 3}})
	if err != nil || len(rows) != 2 || rows[0].K != 3 || rows[0].Tasks != 1 || rows[1].Value != nil || rows[1].Low != nil {
		t.Errorf("%+v, %v", rows, err)
	}
	rows, err = scoring.ScoreSamples(nil, scoring.Options{})
	if err != nil || len(rows) != 1 || rows[0].Value != nil {
		t.Errorf("of nothing: %+v, %v", rows, err)
	}
	var usage *bench.UsageError
	if _, err := scoring.ScoreSamples(nil, scoring.Options{K: []int{0}}); !errors.As(err, &usage) {
		t.Errorf("k = 0: %v", err)
	}
}

func ExampleScoreSamples() {
	rows, err := scoring.ScoreSamples([]scoring.Tally{{Passed: 10}, {Passed: 1, Failed: 9}}, scoring.Options{K: []int{1, 10, 100}})
	if err != nil {
		panic(err)
	}
	for _, r := range rows {
		if r.Value == nil {
			fmt.Printf("pass@%d is undefined\n", r.K)
			continue
		}
		fmt.Printf("pass@%d = %.2f\n", r.K, *r.Value)
	}
	// Output:
	// pass@1 = 0.55
	// pass@10 = 1.00
	// pass@100 is undefined
}
