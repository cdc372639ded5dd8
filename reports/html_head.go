package reports

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"dialogo/bench"
	"dialogo/scoring"
)

// pageHead is what the page says before the first table.
type pageHead struct {
	Study, Dataset  string
	Summary         string
	SimulatedModels []string
	SimulatedCritic bool
	AllSimulated    bool
	Incomplete      string
	Errored         int
	Unsandboxed     bool
	Conditions      []string
	Tiles           []tile
}

// tile is one number worth knowing first.
type tile struct {
	Label, Value string
	Note         template.HTML
}

func (v *view) head() pageHead {
	s := v.rec.Study
	h := pageHead{Study: oneLine(s.Name), Dataset: baseName(s.Dataset)}
	samples := ""
	if s.Samples > 1 {
		samples = " × " + plural(s.Samples, "sample", "samples")
	}
	h.Summary = fmt.Sprintf("%s × %s × %s of %s%s: up to %s an episode.",
		plural(len(v.models), "model", "models"), plural(len(v.mixes), "feedback mix", "feedback mixes"),
		plural(len(v.rec.Tasks), "task", "tasks"), h.Dataset, samples, plural(s.Turns, "turn", "turns"))
	for _, m := range v.models {
		if m.Simulated {
			h.SimulatedModels = append(h.SimulatedModels, m.Name)
		}
	}
	h.AllSimulated = len(h.SimulatedModels) == len(v.models)
	h.SimulatedCritic = simulatedCritic(v.rec)
	h.Unsandboxed = unsandboxed(v.rec)
	if n := len(v.rec.Episodes); n < v.rec.Planned {
		h.Incomplete = fmt.Sprintf("This run is not complete: %d of %d episodes were played. Scores are of those.", n, v.rec.Planned)
	}
	h.Tiles, h.Errored = v.tiles(), v.rec.Errored()
	h.Conditions = []string{
		"stop rule " + string(s.Stop), "history " + string(s.History), "seed " + strconv.FormatUint(s.Seed, 10),
		"dialogo " + orNone(v.rec.Manifest.Dialogo), judgeWords(v.rec.Manifest.Judge), "sandbox: " + orNone(v.rec.Manifest.Sandbox),
	}
	return h
}

func (v *view) tiles() []tile {
	tiles := []tile{
		{"Episodes", strconv.Itoa(len(v.rec.Episodes)), wrapping("of " + strconv.Itoa(max(v.rec.Planned, len(v.rec.Episodes))) + " planned")},
		{"Errored", strconv.Itoa(v.rec.Errored()), "not scored; counted beside every score"},
	}
	var recall, gain record
	for _, m := range v.models {
		for _, x := range v.mixes {
			first, _ := v.score(m, x, scoring.Solved, 0)
			last, _ := v.score(m, x, scoring.Recall, 0)
			mrr, _ := v.score(m, x, scoring.MRR, 0)
			if first.Value == nil || last.Value == nil || mrr.Value == nil {
				continue
			}
			who := m.Name + ", mix " + x.Letter + " " + x.Notation
			d := *last.Value - *first.Value
			recall.offer(*last.Value, *mrr.Value, percentText(last.Value), who)
			gain.offer(d, 0, pointsText(&d)+" points", who+": "+percentText(first.Value)+" → "+percentText(last.Value))
		}
	}
	if recall.who != "" {
		tiles = append(tiles, tile{"Highest Recall", recall.text, wrapping(recall.who)})
	}
	if gain.who != "" && v.last() > 0 {
		tiles = append(tiles, tile{"Most gained over the turns", gain.text, wrapping(gain.who)})
	}
	return tiles
}

// record keeps the highest value offered, of equal ones that with the higher second.
type record struct {
	value, second float64
	text, who     string
}

func (r *record) offer(value, second float64, text, who string) {
	if r.who == "" || value > r.value || value == r.value && second > r.second {
		*r = record{value, second, text, who}
	}
}

// fact is a line of the section on how the run was made.
type fact struct{ Name, Value string }

// facts are the reproducible facts of the manifest and the study.
func (v *view) facts(rows []scoring.Row) []fact {
	s, m := v.rec.Study, v.rec.Manifest
	facts := []fact{
		{"dialogo", oneLine(m.Dialogo)}, {"Go", oneLine(m.Go)}, {"Judge", oneLine(m.Judge)}, {"Sandbox", oneLine(m.Sandbox)},
		{"Seed", strconv.FormatUint(s.Seed, 10)},
		{"Stop rule", string(s.Stop) + ": " + stopWords(s.Stop)},
		{"History", string(s.History) + ": " + historyWords(s.History)},
		{"Limits", fmt.Sprintf("compile %s, case %s, memory %d MiB, output %d KiB", s.Limits.Compile, s.Limits.Case, s.Limits.MemoryMB, s.Limits.OutputKB)},
		{"Missing imports", map[bool]string{true: "repaired before judging", false: "not repaired: part of what is measured"}[s.RepairImports]},
		{"Intervals", strings.TrimPrefix(intervalWords(rows), "Brackets: ")},
		{"Dataset", fmt.Sprintf("%s, SHA-256 %s", baseName(s.Dataset), orNone(m.Dataset))},
		{"Prompts", "SHA-256 " + orNone(m.Prompts)},
	}
	if m.Skipped > 0 {
		facts = append(facts, fact{"Left out", plural(m.Skipped, "bad dataset record", "bad dataset records") + " (--skip-bad)"})
	}
	for _, spec := range s.Models {
		facts = append(facts, fact{"Model " + modelName(spec.Label()), specWords(spec)})
	}
	if s.Critic != nil {
		facts = append(facts, fact{"Critic " + modelName(s.Critic.Label()), specWords(*s.Critic)})
	}
	return facts
}

// judgeWords names the judge's version, which may begin with the word itself.
func judgeWords(version string) string {
	return "judge " + strings.TrimPrefix(orNone(version), "judge/")
}

func orNone(s string) string {
	if s == "" {
		return "(not recorded)"
	}
	return oneLine(s)
}

func specWords(m bench.ModelSpec) string {
	if strings.HasPrefix(m.Name, "sim/") {
		return "simulated" + extraWords(m.Extra)
	}
	w := modelName(m.Name) + ", temperature " + strconv.FormatFloat(m.Temperature, 'g', -1, 64)
	if m.TopP != 0 {
		w += ", top_p " + strconv.FormatFloat(m.TopP, 'g', -1, 64)
	}
	w += ", at most " + strconv.Itoa(m.MaxTokens) + " tokens"
	if m.NumCtx != 0 {
		w += ", context " + strconv.Itoa(m.NumCtx)
	}
	if m.BaseURL != "" {
		w += ", at " + endpoint(m.BaseURL)
	}
	return w + extraWords(m.Extra)
}

// extraWords names extra request fields; their values may be anything and stay in
// the study file, numbers excepted.
func extraWords(extra map[string]any) string {
	var keys []string
	for k := range extra {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	w := ""
	for _, k := range keys {
		switch x := extra[k].(type) {
		case int, float64, bool, uint64, int64:
			w += fmt.Sprintf(", %s %v", oneLine(k), x)
		default:
			w += ", " + oneLine(k) + " set"
		}
	}
	return w
}

func stopWords(r bench.StopRule) string {
	switch r {
	case bench.StopSolved:
		return "an episode ends when all cases pass, hidden ones too"
	case bench.StopVisible:
		return "an episode ends when all visible cases pass"
	}
	return "every episode runs to its last turn"
}

func historyWords(r bench.HistoryRule) string {
	if r == bench.HistoryLast {
		return "the model sees the task, its last answer and the feedback on it"
	}
	return "the model sees every message so far"
}
