package sim

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dialogo/bench"
)

// At most so many bugs of a class a task.
const (
	maxCompile  = 2
	maxSemantic = 4
)

// Version names the rules by which catalogues are made. It is part of every
// call's key: other rules, other answers.
const Version = "1"

// State says which bugs a version of the code has: indexes into the catalogue's
// Compile and Semantic, -1 for none.
type State struct{ Compile, Semantic int }

// correct is the reference itself.
func correct() State { return State{-1, -1} }

// Catalogue is a task's bugs.
type Catalogue struct {
	// Task is the task's ID, Reference its reference.
	Task, Reference string
	Compile         []Bug
	Semantic        []Bug

	states map[string]State // by normal form of the code
}

// NewCatalogue makes the catalogue of a task. It depends on nothing but the task's
// ID, context, entry and reference. An error means that the task has no reference
// or that it is no Go.
func NewCatalogue(t *bench.Task) (*Catalogue, error) {
	if strings.TrimSpace(t.Reference) == "" {
		return nil, fmt.Errorf("task %q has no reference solution to make bugs from", t.ID)
	}
	s, err := read(t.Context, t.Reference)
	if err != nil {
		return nil, fmt.Errorf("task %q: reference: %w", t.ID, err)
	}
	c := &Catalogue{Task: t.ID, Reference: t.Reference}
	c.Semantic = c.choose(semanticOrder(t.ID, mine(s)), maxSemantic, func(b Bug) bool {
		changed, err := read(t.Context, b.apply(t.Reference))
		return err == nil && !changed.newErrors(s)
	})
	c.Compile = c.choose(ordered(t.ID, mineCompile(s, t.Entry)), maxCompile, func(b Bug) bool {
		return c.alwaysBreaks(b, t.Context, s)
	})
	c.states = map[string]State{}
	for _, st := range c.States() {
		c.states[normal(c.Code(st))] = st
	}
	return c, nil
}

// alwaysBreaks reports whether a compile bug is one alone and beside each semantic
// bug: a variable of the wrong type does no harm once its only use is gone.
func (c *Catalogue) alwaysBreaks(b Bug, given string, original *source) bool {
	texts := []string{b.apply(c.Reference)}
	for _, other := range c.Semantic {
		if !b.apart(other) {
			return false
		}
		texts = append(texts, both(c.Reference, b, other))
	}
	return !slices.ContainsFunc(texts, func(text string) bool {
		changed, err := read(given, text)
		return err != nil || !changed.newErrors(original)
	})
}

// choose takes the first bugs that will do, of different kinds as far as possible.
func (c *Catalogue) choose(bugs []Bug, most int, ok func(Bug) bool) []Bug {
	var chosen []Bug
	taken := func(b Bug, sameKind bool) bool {
		return slices.ContainsFunc(chosen, func(o Bug) bool {
			return sameKind && o.Kind == b.Kind || normal(o.apply(c.Reference)) == normal(b.apply(c.Reference))
		})
	}
	for _, otherKinds := range []bool{true, false} {
		for _, b := range bugs {
			if len(chosen) == most {
				return chosen
			}
			if b.Kind == endlessLoop && !otherKinds {
				continue // one is enough
			}
			if !taken(b, otherKinds) && normal(b.apply(c.Reference)) != normal(c.Reference) && ok(b) {
				chosen = append(chosen, b)
			}
		}
	}
	return chosen
}

// ordered shuffles bugs, each task in its own way.
func ordered(task string, bugs []Bug) []Bug {
	slices.SortStableFunc(bugs, func(a, b Bug) int {
		return cmp.Compare(bugHash(task, a), bugHash(task, b))
	})
	return bugs
}

func bugHash(task string, b Bug) float64 {
	return uniform("bug", task, b.Kind, fmt.Sprint(b.From, b.To), b.Text)
}

// semanticOrder shuffles, then alternates bugs at the edges, which only some cases
// find, with bugs that most cases find. Wrong letters come last: they are seldom a
// programmer's mistake. Every third task may have an endless loop.
func semanticOrder(task string, bugs []Bug) []Bug {
	var edge, plain, last, loops []Bug
	for _, b := range ordered(task, bugs) {
		switch b.Kind {
		case shiftedComparison, lostGuard, shortLength, offByOne:
			edge = append(edge, b)
		case wrongText:
			last = append(last, b)
		case endlessLoop:
			loops = append(loops, b)
		default:
			plain = append(plain, b)
		}
	}
	var out []Bug
	if len(loops) > 0 && uniform("endless", task) < 1.0/3 {
		out = append(out, loops[0])
	}
	for i := range max(len(edge), len(plain)) {
		out = append(out, edge[min(i, len(edge)):min(i+1, len(edge))]...)
		out = append(out, plain[min(i, len(plain)):min(i+1, len(plain))]...)
	}
	return append(out, last...)
}

// States lists all states, the correct one first.
func (c *Catalogue) States() []State {
	var all []State
	for i := -1; i < len(c.Compile); i++ {
		for j := -1; j < len(c.Semantic); j++ {
			all = append(all, State{i, j})
		}
	}
	return all
}

// Code is the reference with the state's bugs.
func (c *Catalogue) Code(s State) string {
	switch {
	case s.Compile >= 0 && s.Semantic >= 0:
		return both(c.Reference, c.Compile[s.Compile], c.Semantic[s.Semantic])
	case s.Compile >= 0:
		return c.Compile[s.Compile].apply(c.Reference)
	case s.Semantic >= 0:
		return c.Semantic[s.Semantic].apply(c.Reference)
	}
	return c.Reference
}

// Find is the state whose code this is; ok is false if it is none of them. A
// package clause and surrounding space do not matter.
func (c *Catalogue) Find(code string) (s State, ok bool) {
	s, ok = c.states[normal(code)]
	return s, ok
}

var packageClause = regexp.MustCompile(`^package[ \t]+\w+[ \t]*[;\n]`)

// normal is code without package clause and surrounding space.
func normal(code string) string {
	code = strings.TrimSpace(strings.ReplaceAll(code, "\r\n", "\n"))
	return strings.TrimSpace(packageClause.ReplaceAllString(code, ""))
}
