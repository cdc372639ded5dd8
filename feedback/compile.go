package feedback

import (
	"context"
	"strings"

	"dialogo/bench"
)

// Version names the wording of all feedback and critic prompts, and the budget by
// which it is cut. It changes whenever a text that a model reads changes, and is in
// every run's manifest.
const Version = "1"

// verdictSource is feedback that is a pure function of the verdict.
type verdictSource struct {
	name, title string
	text        func(*bench.Task, bench.Verdict) string
}

// Feedback implements [bench.Source]. It never fails.
func (s verdictSource) Feedback(_ context.Context, e *bench.Exchange) (bench.Feedback, error) {
	return bench.Feedback{Source: s.name, Title: s.title, Text: finish(s.text(e.Task, e.Last().Verdict))}, nil
}

// noCode is what compile says when there was nothing to compile.
const noCode = "No Go code was found in the reply."

// compileText is the compiler's words, or that it had none.
func compileText(_ *bench.Task, v bench.Verdict) string {
	switch {
	case v.Status == bench.NoCode:
		return noCode
	case v.Status != bench.CompileError:
		return "The code compiles."
	case len(v.Diagnostics) == 0:
		return "The code does not compile. The compiler gave no reason."
	}
	var b strings.Builder
	b.WriteString("The code does not compile:\n\n")
	for _, d := range v.Diagnostics {
		b.WriteString("    " + value(d.String(), "    ") + "\n")
	}
	return b.String()
}
