package feedback

import (
	"context"

	"dialogo/bench"
)

// tryAgain is all that retry ever says. It must hold nothing to work with.
const tryAgain = "Your answer is not right. Try again."

// retry is the control without content. It speaks only when the answer was wrong:
// after a right one, which the stop rule "never" lets through, the sentence would
// be a lie.
type retry struct{}

// Feedback implements [bench.Source]. It never fails.
func (retry) Feedback(_ context.Context, e *bench.Exchange) (bench.Feedback, error) {
	f := bench.Feedback{Source: "retry"}
	if e.Last().Verdict.Status != bench.Passed {
		f.Text = tryAgain
	}
	return f, nil
}

// resample is the control without a dialogue: an independent attempt.
type resample struct{}

// Feedback implements [bench.Source]. It never fails.
func (resample) Feedback(context.Context, *bench.Exchange) (bench.Feedback, error) {
	return bench.Feedback{Source: "resample", Fresh: true}, nil
}
