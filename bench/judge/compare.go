package judge

import (
	"math"
	"slices"

	"dialogo/bench"
	"dialogo/bench/judge/driver"
)

// comparer compares observed with wanted values under a task's rule, see
// [bench.Compare].
type comparer struct{ bench.Compare }

// results compares all results of a call. Where anyError is set, any error that is
// not nil will do.
func (c comparer) results(want, got []value, anyError []bool) bool {
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		ok := false
		switch {
		case anyError[i]:
			ok = got[i].tag != driver.TagNil
		case c.Unordered && want[i].tag == driver.TagList && got[i].tag == driver.TagList:
			ok = c.multiset(want[i].kids, got[i].kids)
		case c.Unordered && want[i].tag == driver.TagBytes && got[i].tag == driver.TagBytes:
			ok = want[i].typ.name == got[i].typ.name && sorted(want[i].s) == sorted(got[i].s)
		default:
			ok = c.equal(want[i], got[i])
		}
		if !ok {
			return false
		}
	}
	return true
}

func sorted(s string) string {
	b := []byte(s)
	slices.Sort(b)
	return string(b)
}

func (c comparer) testify() bool { return c.Rule == "testify" }

// equal compares two values deeply.
func (c comparer) equal(w, g value) bool {
	if w.tag == driver.TagError && g.tag == driver.TagError {
		return c.equalErrors(w, g)
	}
	if w.typ.name != g.typ.name {
		return false
	}
	if w.tag != g.tag {
		return !c.testify() && isEmpty(w) && isEmpty(g)
	}
	switch w.tag {
	case driver.TagNil:
		return true
	case driver.TagBool, driver.TagInt, driver.TagUint, driver.TagCycle:
		return w.n == g.n
	case driver.TagFloat:
		return c.equalFloats(w.float(), g.float())
	case driver.TagComplex:
		return c.equalFloats(w.float(), g.float()) && c.equalFloats(w.more.im, g.more.im)
	case driver.TagString, driver.TagBytes:
		return w.s == g.s
	case driver.TagMap:
		return c.equalMaps(w, g)
	case driver.TagStruct:
		return slices.Equal(w.more.names, g.more.names) && slices.EqualFunc(w.kids, g.kids, c.equal)
	case driver.TagList, driver.TagPointer, driver.TagInterface:
		return slices.EqualFunc(w.kids, g.kids, c.equal)
	}
	return false // functions and channels are equal to nothing
}

// isEmpty reports whether v is a nil or empty slice or map.
func isEmpty(v value) bool {
	switch v.tag {
	case driver.TagList, driver.TagMap:
		return len(v.kids) == 0
	case driver.TagBytes:
		return v.s == ""
	}
	// The other value has the same type, so nil is a nil slice or map.
	return v.tag == driver.TagNil
}

func (c comparer) equalFloats(w, g float64) bool {
	if w == g {
		return true
	}
	if math.IsNaN(w) || math.IsNaN(g) {
		return math.IsNaN(w) && math.IsNaN(g) && !c.testify()
	}
	if c.Tolerance == 0 || math.IsInf(w, 0) || math.IsInf(g, 0) {
		return false
	}
	return math.Abs(w-g) <= c.Tolerance*max(1, math.Abs(w), math.Abs(g))
}

// equalErrors compares by the sentinels matched, and the text where that is asked
// for. An error that claims to match everything equals nothing.
func (c comparer) equalErrors(w, g value) bool {
	if g.flags&driver.ErrorMatchAll != 0 {
		return false
	}
	if c.testify() && (w.typ.name != g.typ.name || w.s != g.s) || c.ErrorText && w.s != g.s {
		return false
	}
	return slices.Equal(w.more.is, g.more.is)
}

// equalMaps pairs the entries. They come sorted by encoded key, so that equal maps
// usually agree entry by entry; keys that are equal but encoded differently (0 and
// -0) are then looked for one by one.
func (c comparer) equalMaps(w, g value) bool {
	if len(w.kids) != len(g.kids) {
		return false
	}
	exact := comparer{bench.Compare{Rule: c.Rule}} // a tolerance is not for keys
	used := make([]bool, len(g.kids)/2)
	find := func(k value, from int) int {
		for n := range used {
			i := (from + n) % len(used)
			if !used[i] && exact.equal(k, g.kids[2*i]) {
				return i
			}
		}
		return -1
	}
	for i := range used {
		j := find(w.kids[2*i], i)
		if j < 0 || !c.equal(w.kids[2*i+1], g.kids[2*j+1]) {
			return false
		}
		used[j] = true
	}
	return true
}

// multiset compares two lists without regard to order. Under a tolerance equality
// is not transitive, so a perfect matching is looked for (augmenting paths).
func (c comparer) multiset(want, got []value) bool {
	if len(want) != len(got) {
		return false
	}
	owner := make([]int, len(got)) // the wanted value each observed one is paired with, or -1
	for i := range owner {
		owner[i] = -1
	}
	for i := range want {
		if !c.pair(i, want, got, owner, make([]bool, len(got))) {
			return false
		}
	}
	return true
}

func (c comparer) pair(i int, want, got []value, owner []int, seen []bool) bool {
	for n := range got {
		j := (i + n) % len(got)
		if seen[j] || !c.equal(want[i], got[j]) {
			continue
		}
		seen[j] = true
		// Without a tolerance equal values are interchangeable: a taken one stays taken.
		if owner[j] < 0 || c.Tolerance > 0 && c.pair(owner[j], want, got, owner, seen) {
			owner[j] = i
			return true
		}
	}
	return false
}
