package feedback

import (
	"slices"
	"strings"

	"dialogo/bench"
)

// convCodeWorld are the nine settings in the paper's order: execution feedback
// grows within each kind of verbal feedback, and compile is always on.
func convCodeWorld() []struct{ alias, notation string } {
	return []struct{ alias, notation string }{
		{"CF", "compile"},
		{"CF_EF_UNIT", "compile+exec:partial"},
		{"CF_EF_FULL", "compile+exec:full"},
		{"CF_SNF", "compile+verbal:novice"},
		{"CF_EF_UNIT_SNF", "compile+exec:partial+verbal:novice"},
		{"CF_EF_FULL_SNF", "compile+exec:full+verbal:novice"},
		{"CF_SEF", "compile+verbal:expert"},
		{"CF_EF_UNIT_SEF", "compile+exec:partial+verbal:expert"},
		{"CF_EF_FULL_SEF", "compile+exec:full+verbal:expert"},
	}
}

// aliases maps ConvCodeWorld's names to canonical notation.
func aliases() map[string]string {
	m := make(map[string]string)
	for _, s := range convCodeWorld() {
		m[s.alias] = s.notation
	}
	return m
}

// Presets lists the names [Preset] knows.
func Presets() []string { return []string{"convcodeworld"} }

// Preset gives the mixes of a published study in canonical notation:
//
//   - convcodeworld: execution {none, partial, full} × verbal {none, novice,
//     expert} with compile always on. The paper's other choices are the study's:
//     turns 11 (turn 0 and ten refinements), history last, temperature 0. Its tasks
//     are in Python and its "partial" is the first three tests of a task; here it
//     is the task's visible cases. Not followed: up to three regenerations inside
//     one turn after a compile error.
//
// An unknown name is a usage error with the nearest known one.
func Preset(name string) ([]string, error) {
	if strings.ToLower(strings.TrimSpace(name)) != "convcodeworld" {
		return nil, bench.Usagef("unknown preset %q%s; known are %s", name, bench.DidYouMean(name, Presets()), strings.Join(Presets(), ", "))
	}
	var mixes []string
	for _, s := range convCodeWorld() {
		mixes = append(mixes, s.notation)
	}
	return slices.Clip(mixes), nil
}
