package scoring_test

import (
	"fmt"

	"dialogo/bench"
	"dialogo/scoring"
)

// A task that was right at once, then broken, then right again.
var wobbly = scoring.Outcome{true, false, true}

func ExampleOutcome_Solved() {
	late := scoring.Outcome{false, true, false}
	fmt.Println(late.Solved(0), late.Solved(1), late.Solved(2))
	// Output: false true true
}

func ExampleOutcome_State() {
	fmt.Println(wobbly.State(0), wobbly.State(1), wobbly.State(2))
	// Output: true false true
}

func ExampleOutcome_CCW() {
	late := scoring.Outcome{false, true, false}
	fmt.Println(wobbly.CCW(1), late.CCW(1), late.CCW(2))
	// Output: true true false
}

func ExampleOutcome_ReciprocalRank() {
	fmt.Println(wobbly.ReciprocalRank())
	fmt.Println(scoring.Outcome{false, true, true}.ReciprocalRank())
	fmt.Println(scoring.Outcome{false, false, false}.ReciprocalRank())
	// Output:
	// 1
	// 0.5
	// 0
}

func ExamplePassAtK() {
	p, _ := scoring.PassAtK(10, 3, 5)
	fmt.Printf("3 of 10 samples are right; at least one of 5 is with probability %.3f\n", p)
	_, ok := scoring.PassAtK(3, 3, 5)
	fmt.Println("pass@5 of 3 samples is defined:", ok)
	// Output:
	// 3 of 10 samples are right; at least one of 5 is with probability 0.917
	// pass@5 of 3 samples is defined: false
}

func ExampleMRRFromTurns() {
	fmt.Printf("%.2f\n", scoring.MRRFromTurns([]float64{35.2, 41.1, 42.4}))
	// Output: 38.58
}

// Three tasks: one solved at once, one at turn 1, one never.
func ExampleScore() {
	rec := threeTasks()
	rows, err := scoring.Score(rec, scoring.Options{})
	if err != nil {
		panic(err)
	}
	for _, r := range rows {
		if r.Metric == scoring.Recall || r.Metric == scoring.MRR {
			fmt.Printf("%s %.3f [%.3f, %.3f] of %d tasks\n", r.Metric, *r.Value, *r.Low, *r.High, r.Tasks)
		}
	}
	// Output:
	// recall 0.667 [0.044, 0.989] of 3 tasks
	// mrr 0.500 [0.036, 0.964] of 3 tasks
}

func ExampleTransitions() {
	transitions, err := scoring.Transitions(threeTasks())
	if err != nil {
		panic(err)
	}
	for _, t := range transitions {
		fmt.Printf("turn %d: fixed %d, broken %d, stuck %d, kept %d\n", t.Turn, t.Fixed, t.Broken, t.Stuck, t.Kept)
	}
	// Output: turn 1: fixed 1, broken 0, stuck 1, kept 1
}

func threeTasks() *bench.Record {
	turn := func(s bench.Status) bench.Turn { return bench.Turn{Verdict: bench.Verdict{Status: s}} }
	key := func(task string) bench.Key { return bench.Key{Model: "m", Mix: "retry", Task: task} }
	return &bench.Record{
		Study: bench.Study{Turns: 2, Samples: 1, Models: []bench.ModelSpec{{Name: "m"}}, Mixes: []string{"retry"}},
		Tasks: []bench.Task{{ID: "a"}, {ID: "b"}, {ID: "c"}},
		Episodes: []bench.Episode{
			{Key: key("a"), Stopped: "solved", Turns: []bench.Turn{turn(bench.Passed)}},
			{Key: key("b"), Stopped: "solved", Turns: []bench.Turn{turn(bench.WrongAnswer), turn(bench.Passed)}},
			{Key: key("c"), Stopped: "turns", Turns: []bench.Turn{turn(bench.NoCode), turn(bench.CompileError)}},
		},
	}
}
