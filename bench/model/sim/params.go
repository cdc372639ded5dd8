package sim

import (
	"math"
	"reflect"
	"slices"
	"strings"

	"dialogo/bench"
)

// Params are what makes a student weak or strong. All are probabilities, 0 to 1,
// but Easy, Hard and Spread. A study overrides them by name under a model's extra:.
//
// What a student has seen (see [Evidence]) acts independently: with n pieces of
// evidence of strengths p1 … pn, a repair succeeds with 1 − (1−p1)···(1−pn).
type Params struct {
	// CompileBug is how often a first answer has a compile bug.
	CompileBug float64 `json:"compile_bug"`
	// SemanticBug is how often a first answer to a task of medium difficulty has a
	// semantic bug; whether it also has a compile bug is independent of that.
	SemanticBug float64 `json:"semantic_bug"`
	// Easy and Hard multiply the odds of a semantic bug in easy and hard tasks, ≥ 0.
	Easy float64 `json:"easy"`
	Hard float64 `json:"hard"`
	// Spread is by how much tasks of one difficulty differ for the student: the
	// standard deviation of the log odds of a semantic bug, ≥ 0. What a task adds is
	// fixed by the student's name and the task, so a task that is hard for a student
	// stays hard in all its attempts.
	Spread float64 `json:"spread"`

	// CompileBlind is how often a compile bug is repaired without any evidence.
	CompileBlind float64 `json:"compile_blind"`
	// CompileDiagnostic is the strength of a diagnostic that names a line.
	CompileDiagnostic float64 `json:"compile_diagnostic"`

	// SemanticBlind is how often a semantic bug is repaired without any evidence,
	// as after "try again", "it compiles" or "the visible tests pass".
	SemanticBlind float64 `json:"semantic_blind"`
	// OneCase is the strength of one failing case, ManyCases the limit it grows to
	// with their number n: OneCase + (ManyCases − OneCase)·(1 − 1/n).
	OneCase   float64 `json:"one_case"`
	ManyCases float64 `json:"many_cases"`

	// Remark is the strength, against any bug, of a reviewer's words that name no
	// line; Hint of words that name one.
	Remark float64 `json:"remark"`
	Hint   float64 `json:"hint"`

	// Swap is how often a turn ends with another semantic bug instead of the
	// present one. No repair is likelier than 1 − Swap.
	Swap float64 `json:"swap"`
}

// students are the parameters of the named students.
func students() map[string]Params {
	return map[string]Params{
		"weak": {
			CompileBug: 0.30, SemanticBug: 0.74, Easy: 0.6, Hard: 1.8, Spread: 1,
			CompileBlind: 0.10, CompileDiagnostic: 0.45,
			SemanticBlind: 0.02, OneCase: 0.06, ManyCases: 0.14,
			Remark: 0.02, Hint: 0.11, Swap: 0.05,
		},
		"medium": {
			CompileBug: 0.20, SemanticBug: 0.43, Easy: 0.6, Hard: 1.8, Spread: 1,
			CompileBlind: 0.15, CompileDiagnostic: 0.60,
			SemanticBlind: 0.02, OneCase: 0.07, ManyCases: 0.16,
			Remark: 0.02, Hint: 0.12, Swap: 0.04,
		},
		"strong": {
			CompileBug: 0.10, SemanticBug: 0.26, Easy: 0.6, Hard: 1.8, Spread: 1,
			CompileBlind: 0.20, CompileDiagnostic: 0.70,
			SemanticBlind: 0.02, OneCase: 0.07, ManyCases: 0.17,
			Remark: 0.02, Hint: 0.13, Swap: 0.03,
		},
	}
}

// with overrides parameters by name, as a study's extra: does.
func (p Params) with(student string, extra map[string]any) (Params, error) {
	v := reflect.ValueOf(&p).Elem()
	fields := map[string]reflect.Value{}
	var known []string
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("json")
		fields[name], known = v.Field(i), append(known, name)
	}
	for key, value := range extra {
		field, ok := fields[key]
		if !ok {
			return p, bench.Usagef("model sim/%s: extra: unknown parameter %q%s; known are %s",
				student, key, bench.DidYouMean(key, known), strings.Join(known, ", "))
		}
		x, ok := number(value)
		most := 1.0
		if key == "easy" || key == "hard" || key == "spread" {
			most = 100
		}
		if !ok || !(x >= 0 && x <= most) {
			return p, bench.Usagef("model sim/%s: extra: %s: %v is no number between 0 and %v", student, key, value, most)
		}
		field.SetFloat(x)
	}
	return p, nil
}

// number reads the number types that YAML and JSON give.
func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case uint64:
		return float64(v), true
	}
	return 0, false
}

// semanticBug is SemanticBug for a student and a task.
func (p Params) semanticBug(student string, t *bench.Task) float64 {
	if p.SemanticBug == 0 || p.SemanticBug == 1 {
		return p.SemanticBug
	}
	odds := p.SemanticBug / (1 - p.SemanticBug)
	switch t.Difficulty {
	case "easy":
		odds *= p.Easy
	case "hard":
		odds *= p.Hard
	}
	// Uniform on ±√3 has standard deviation 1.
	odds *= math.Exp(p.Spread * math.Sqrt(3) * (2*uniform("spread", student, t.ID) - 1))
	return odds / (1 + odds)
}

// repair is how likely a bug of the class is repaired in one turn.
func (p Params) repair(class Class, e Evidence) float64 {
	strengths := []float64{p.SemanticBlind, p.cases(e.Cases)}
	if class == CompileBug {
		strengths = []float64{p.CompileBlind}
		if e.Diagnostic {
			strengths = append(strengths, p.CompileDiagnostic)
		}
	}
	if e.Hint {
		strengths = append(strengths, p.Hint)
	}
	if e.Remark {
		strengths = append(strengths, p.Remark)
	}
	miss := 1.0
	for _, s := range strengths {
		miss *= 1 - s
	}
	return min(1-miss, 1-p.Swap)
}

// cases is the strength of n failing cases.
func (p Params) cases(n int) float64 {
	if n == 0 {
		return 0
	}
	return p.OneCase + max(0, p.ManyCases-p.OneCase)*(1-1/float64(n))
}

// start is the distribution of states at turn 0 and after a fresh start, in the
// order of [Catalogue.States].
func (p Params) start(c *Catalogue, student string, t *bench.Task) []float64 {
	compile := share(p.CompileBug, c.Compile)
	semantic := share(p.semanticBug(student, t), c.Semantic)
	var dist []float64
	for _, a := range compile {
		for _, b := range semantic {
			dist = append(dist, a*b)
		}
	}
	return dist
}

// share gives "no bug" and each bug its probability. A task without bugs of the
// class has none.
func share(p float64, bugs []Bug) []float64 {
	dist := []float64{1}
	var total float64
	for _, b := range bugs {
		total += b.Weight
	}
	for _, b := range bugs {
		dist = append(dist, p*b.Weight/total)
		dist[0] -= p * b.Weight / total
	}
	dist[0] = max(0, dist[0])
	return dist
}

// step is the distribution after one turn with this evidence, in the order of
// [Catalogue.States].
func (p Params) step(c *Catalogue, from State, e Evidence) map[State]float64 {
	next := map[State]float64{}
	if from == correct() {
		next[from] = 1
		return next
	}
	repaired, class := from.repaired()
	fix := p.repair(class, e)
	next[repaired] += fix
	swap := 0.0
	for j, w := range c.others(from) {
		next[State{from.Compile, j}] += p.Swap * w
		swap += p.Swap * w
	}
	next[from] += 1 - fix - swap
	return next
}

// repaired is the state without the bug that is worked on first, and its class.
func (s State) repaired() (State, Class) {
	if s.Compile >= 0 {
		return State{-1, s.Semantic}, CompileBug
	}
	return correct(), SemanticBug
}

// others are the semantic bugs a state's own can be traded for, with their
// probabilities; empty if there are none.
func (c *Catalogue) others(s State) map[int]float64 {
	if s.Semantic < 0 {
		return nil
	}
	var total float64
	for j, b := range c.Semantic {
		if j != s.Semantic {
			total += b.Weight
		}
	}
	shares := map[int]float64{}
	for j, b := range c.Semantic {
		if j != s.Semantic {
			shares[j] = b.Weight / total
		}
	}
	return shares
}

// names lists the students, for messages.
func names() []string {
	var all []string
	for name := range students() {
		all = append(all, name)
	}
	slices.Sort(all)
	return append(all, "critic")
}

func unknownName(name string) error {
	var known []string
	for _, n := range names() {
		known = append(known, "sim/"+n)
	}
	return bench.Usagef("unknown simulated model %q%s; known are %s", "sim/"+name,
		bench.DidYouMean("sim/"+name, known), strings.Join(known, ", "))
}
