package scoring

// MRRFromTurns is the MRR that belongs to a column of per-turn scores p(0), p(1),
// …: p(0) + Σ (p(t) − p(t−1))/(t+1). What newly passes at turn t has rank t+1.
//
// It serves to check this package against published tables, which give the
// column and the MRR but no episodes. It is exact when no solved task is broken
// again; where some are, a fall is taken as negative weight at its own turn, and
// the result is near but not equal to the mean of [Outcome.ReciprocalRank]. It
// has the unit of the column, percent or share. An empty column gives 0.
func MRRFromTurns(p []float64) float64 {
	var sum, before float64
	for t, v := range p {
		sum += (v - before) / float64(t+1)
		before = v
	}
	return sum
}
