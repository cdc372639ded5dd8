package reports

import (
	"fmt"
	"iter"
	"slices"

	"dialogo/bench"
)

type callRow struct {
	Hash string `parquet:"hash"`
	// Model, Purpose, Task and Turn are those of the call's first use in plan order.
	Model   string `parquet:"model,dict"`
	Purpose string `parquet:"purpose,dict"`
	Task    string `parquet:"task,dict"`
	Turn    int    `parquet:"turn"`
	// Uses is how many turns use the call's reply.
	Uses int `parquet:"uses"`
	// Tokens are null when the service reported none.
	PromptTokens     *int    `parquet:"prompt_tokens,optional"`
	CompletionTokens *int    `parquet:"completion_tokens,optional"`
	FinishReason     string  `parquet:"finish_reason,optional,dict"`
	Simulated        bool    `parquet:"simulated"`
	DurationMS       float64 `parquet:"duration_ms" csv:"-"`
	// Attempts is how often the service was asked; 0 for a simulated model.
	Attempts int `parquet:"attempts" csv:"-"`
}

// callRows reads every call that answers or feedback came from, once each, in the
// order of their first use. A call that is missing is an error that names it.
func callRows(rec *bench.Record) (iter.Seq[callRow], error) {
	var rows []*callRow
	byHash := map[string]*callRow{}
	// A critic's call knows its own model; an answer's is the episode's.
	use := func(hash, model string, k bench.Key, turn int) error {
		if hash == "" {
			return nil
		}
		if r := byHash[hash]; r != nil {
			r.Uses++
			return nil
		}
		c, err := rec.Call(hash)
		if err != nil {
			return fmt.Errorf("episode %s, turn %d: %w", k, turn, err)
		}
		if model == "" {
			model = c.Model
		}
		r := newCallRow(hash, &c)
		r.Model, r.Task, r.Turn = model, k.Task, turn
		rows, byHash[hash] = append(rows, r), r
		return nil
	}
	for i := range rec.Episodes {
		e := &rec.Episodes[i]
		for j := range e.Turns {
			t := &e.Turns[j]
			if err := use(t.Call, e.Model, e.Key, t.Index); err != nil {
				return nil, err
			}
			for _, f := range t.Feedback {
				if err := use(f.Call, "", e.Key, t.Index); err != nil {
					return nil, err
				}
			}
		}
	}
	return deref(slices.Values(rows)), nil
}

func newCallRow(hash string, c *bench.Call) *callRow {
	r := &callRow{
		Hash: hash, Purpose: string(c.Purpose), Uses: 1,
		FinishReason: c.FinishReason, Simulated: c.Simulated, DurationMS: c.DurationMS, Attempts: len(c.Attempts),
	}
	if c.Usage.Known {
		r.PromptTokens, r.CompletionTokens = &c.Usage.PromptTokens, &c.Usage.CompletionTokens
	}
	return r
}

func deref[R any](rows iter.Seq[*R]) iter.Seq[R] {
	return func(yield func(R) bool) {
		for r := range rows {
			if !yield(*r) {
				return
			}
		}
	}
}
