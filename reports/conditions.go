package reports

import (
	"fmt"
	"slices"
	"strings"

	"dialogo/bench"
	"dialogo/scoring"
)

// conditions says under what the scores hold, a paragraph a condition: size and
// protocol, the kind of interval, and whatever takes away from the numbers.
func conditions(rec *bench.Record, rows []scoring.Row) []string {
	s := &rec.Study
	all := []string{
		fmt.Sprintf("%s: %s × %s, up to %s, stop rule %s, history %s, seed %d.", cut(plain(s.Dataset), nameWidth),
			count(len(rec.Tasks), "task"), count(max(1, s.Samples), "sample"), count(s.Turns, "turn"), s.Stop, s.History, s.Seed),
		fmt.Sprintf("Recall: solved by turn %d. MRR: mean of 1/(1+first solved turn). %s", s.Turns-1, intervalWords(rows)),
	}
	if n := unfinished(rec); n > 0 {
		all = append(all, fmt.Sprintf("Unfinished: %d of %s not yet played to the end, and not scored.", n, count(rec.Planned, "episode")))
	}
	if n := rec.Errored(); n > 0 {
		all = append(all, fmt.Sprintf("Errored: %d of %s, not scored (%s); (≥ …) is Recall with them counted as unsolved.",
			n, count(len(rec.Episodes), "episode"), causesOf(rec, func(bench.Key) bool { return true }).words()))
	}
	if n := inProcess(rec); n > 0 {
		all = append(all, fmt.Sprintf("In-process tests: %d of %s. There an answer written to cheat could forge a pass.",
			n, count(len(rec.Tasks), "task")))
	}
	if unsandboxed(rec) {
		all = append(all, "Sandbox: none. Answers ran with the rights of the user.")
	}
	return append(all, simulationWords(rec)...)
}

// intervalWords says what is in the brackets.
func intervalWords(rows []scoring.Row) string {
	kinds := map[string]bool{}
	level := 0.0
	for _, r := range rows {
		if r.Interval != "" && (r.Metric == scoring.Recall || r.Metric == scoring.MRR) {
			kinds[r.Interval], level = true, r.Level
		}
	}
	var words []string
	for _, kind := range []struct{ name, words string }{
		{"wilson", "Student t in Wilson's form"},
		{"t", "± Student t"},
		{"bootstrap", "percentile bootstrap"},
		{"exact", "exact where all tasks agree"},
	} {
		if kinds[kind.name] {
			words = append(words, kind.words)
		}
	}
	if len(words) == 0 {
		return "No intervals: they need at least two tasks."
	}
	return fmt.Sprintf("Brackets: %g%% interval, clustered by task (%s).", 100*level, strings.Join(words, "; "))
}

// simulationWords warns of numbers that no real model stands behind.
func simulationWords(rec *bench.Record) []string {
	models, critic := len(simulatedModels(rec)) > 0, simulatedCritic(rec)
	switch {
	case models && critic:
		return []string{"Simulated models and critic are not real ones: these numbers test dialogo, not a model."}
	case models:
		return []string{"Simulated models are not real ones: their numbers test dialogo, not a model."}
	case critic:
		return []string{"The critic is simulated: no model wrote its feedback."}
	}
	return nil
}

func simulatedCritic(rec *bench.Record) bool {
	simulated := func(f bench.Feedback) bool { return f.Simulated }
	for i := range rec.Episodes {
		for _, t := range rec.Episodes[i].Turns {
			if slices.ContainsFunc(t.Feedback, simulated) {
				return true
			}
		}
	}
	return false
}

// unfinished counts planned episodes that neither errored nor can be scored.
func unfinished(rec *bench.Record) int {
	n := rec.Planned - rec.Errored()
	for i := range rec.Episodes {
		if _, ok := scoring.OutcomeOf(&rec.Episodes[i], rec.Study.Turns); ok {
			n--
		}
	}
	return n
}

// inProcess counts tasks whose own test code runs with the answer.
func inProcess(rec *bench.Record) int {
	n := 0
	for i := range rec.Tasks {
		if rec.Tasks[i].Trust() == bench.TrustInProcess {
			n++
		}
	}
	return n
}

// unsandboxed reports whether nothing isolated the answers.
func unsandboxed(rec *bench.Record) bool {
	return rec.Manifest.Sandbox == "" || strings.HasPrefix(rec.Manifest.Sandbox, "none")
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
