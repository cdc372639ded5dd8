package feedback

import (
	"slices"
	"strings"

	"dialogo/bench"
)

// Level is how much a source shows.
type Level string

// The levels of exec and verbal.
const (
	Partial Level = "partial" // exec: the failing visible cases
	Full    Level = "full"    // exec: all failing cases
	Novice  Level = "novice"  // verbal: from what the other feedback shows
	Expert  Level = "expert"  // verbal: with the reference solution at hand
)

// Notation is a parsed mix. The zero value is no feedback at all, which is not a
// mix: [Parse] never returns it without an error.
type Notation struct {
	Compile bool
	// Exec is "", Partial or Full.
	Exec Level
	// Verbal is "", Novice or Expert.
	Verbal   Level
	Retry    bool
	Resample bool
}

// names are the sources with their levels, in canonical order.
func names() []string {
	return []string{"compile", "exec:partial", "exec:full", "verbal:novice", "verbal:expert", "retry", "resample"}
}

// Parse reads a mix: sources joined by "+" in any order, or a ConvCodeWorld alias
// such as CF_EF_UNIT. Case and spaces around names do not matter. Errors are
// usage errors ([bench.UsageError]) and name the nearest known source.
func Parse(notation string) (Notation, error) {
	s := strings.ToLower(strings.TrimSpace(notation))
	if s == "" {
		return Notation{}, bench.Usagef("empty mix: name at least one of %s", strings.Join(names(), ", "))
	}
	if canonical, ok := aliases()[strings.ToUpper(s)]; ok {
		s = canonical
	}
	var n Notation
	for part := range strings.SplitSeq(s, "+") {
		if err := n.add(strings.TrimSpace(part)); err != nil {
			return Notation{}, bench.Usagef("mix %q: %w", notation, err)
		}
	}
	if n.Resample && n != (Notation{Resample: true}) {
		return Notation{}, bench.Usagef("mix %q: resample starts afresh without feedback, so it cannot be combined with other sources", notation)
	}
	return n, nil
}

// add puts one source, e.g. "exec:full", into the notation.
func (n *Notation) add(part string) error {
	if !slices.Contains(names(), part) {
		return unknown(part)
	}
	source, level, _ := strings.Cut(part, ":")
	switch source {
	case "compile":
		return once(&n.Compile, true, part)
	case "exec":
		return once(&n.Exec, Level(level), part)
	case "verbal":
		return once(&n.Verbal, Level(level), part)
	case "retry":
		return once(&n.Retry, true, part)
	default:
		return once(&n.Resample, true, part)
	}
}

// once sets a field that must still have its zero value.
func once[T comparable](field *T, value T, part string) error {
	var zero T
	if *field != zero {
		source, _, hasLevel := strings.Cut(part, ":")
		if hasLevel && *field != value {
			return bench.Usagef("%s at two levels; keep one of them", source)
		}
		return bench.Usagef("%s is named twice", part)
	}
	*field = value
	return nil
}

// String writes the mix canonically: compile, exec, verbal, retry, resample.
// Parse(n.String()) is n again.
func (n Notation) String() string {
	var parts []string
	if n.Compile {
		parts = append(parts, "compile")
	}
	if n.Exec != "" {
		parts = append(parts, "exec:"+string(n.Exec))
	}
	if n.Verbal != "" {
		parts = append(parts, "verbal:"+string(n.Verbal))
	}
	if n.Retry {
		parts = append(parts, "retry")
	}
	if n.Resample {
		parts = append(parts, "resample")
	}
	return strings.Join(parts, "+")
}

// NeedsCritic reports whether the mix has verbal feedback.
func (n Notation) NeedsCritic() bool { return n.Verbal != "" }

// Mix builds the sources. The critic is asked for verbal feedback and may be nil
// for a mix without it.
func (n Notation) Mix(critic bench.Model) (bench.Mix, error) {
	m := bench.Mix{Notation: n.String()}
	if n == (Notation{}) {
		return m, bench.Usagef("empty mix: name at least one of %s", strings.Join(names(), ", "))
	}
	if n.NeedsCritic() && critic == nil {
		return m, bench.Usagef("mix %q: verbal feedback needs a critic; name a model under critic:", n)
	}
	if n.Compile {
		m.Sources = append(m.Sources, verdictSource{"compile", "Compiler", compileText})
	}
	if n.Exec != "" {
		m.Sources = append(m.Sources, verdictSource{"exec:" + string(n.Exec), "Test results", execText(n.Exec)})
	}
	if n.Verbal != "" {
		m.Sources = append(m.Sources, verbal{n.Verbal, critic})
	}
	if n.Retry {
		m.Sources = append(m.Sources, retry{})
	}
	if n.Resample {
		m.Sources = append(m.Sources, resample{})
	}
	return m, nil
}
