package scoring

import "dialogo/bench"

// Outcome is p(0), p(1), … of one episode: whether every case passed at the turn.
type Outcome []bool

// OutcomeOf is the outcome of an episode over so many turns. The last verdict is
// carried forward to the turns that were not played.
//
// It is not ok for an episode that is not scored: it errored, it has no turn, or
// it is unfinished, that is, it ended for want of turns which the study has since
// been given.
func OutcomeOf(e *bench.Episode, turns int) (o Outcome, ok bool) {
	unfinished := e.Stopped == "turns" && len(e.Turns) < turns
	if e.Error != nil || len(e.Turns) == 0 || unfinished {
		return nil, false
	}
	o = make(Outcome, turns)
	for t := range o {
		o[t] = e.Turns[min(t, len(e.Turns)-1)].Verdict.Status == bench.Passed
	}
	return o, true
}

// Solved is s(t): whether the task was solved at turn t or before.
func (o Outcome) Solved(t int) bool {
	first, ok := o.First()
	return ok && first <= t
}

// State is p(t): whether the answer of turn t itself passes. Unlike
// [Outcome.Solved] it can fall back.
func (o Outcome) State(t int) bool { return o[t] }

// CCW is max(p(t), p(0)), whose mean is the per-turn Pass@1 of ConvCodeWorld (Han
// et al. 2025): what was right at once counts as right for good, but what was
// solved later and then broken counts as broken.
func (o Outcome) CCW(t int) bool { return o[t] || o[0] }

// First is the first turn at which the task was solved, if it was.
func (o Outcome) First() (turn int, ok bool) {
	for t, passed := range o {
		if passed {
			return t, true
		}
	}
	return 0, false
}

// ReciprocalRank is 1/(1+t) for the first solved turn t, so 1 for the first
// answer, and 0 if the task was never solved. Its mean is MRR.
func (o Outcome) ReciprocalRank() float64 {
	first, ok := o.First()
	if !ok {
		return 0
	}
	return 1 / float64(1+first)
}
