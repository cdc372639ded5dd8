package reports

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dialogo/bench"
)

// causes counts errored episodes by the cause of their error: an overloaded
// service, a wrong key and a reply cut short ask for different remedies, and a
// count alone does not tell them apart.
type causes map[string]int

// causesOf counts the errored episodes that are wanted.
func causesOf(rec *bench.Record, wanted func(bench.Key) bool) causes {
	c := causes{}
	for i := range rec.Episodes {
		if e := &rec.Episodes[i]; e.Error != nil && wanted(e.Key) {
			c[cmp.Or(cut(plain(e.Error.Cause), nameWidth), "unknown")]++
		}
	}
	return c
}

// ranked are the causes, the most frequent first, equally frequent ones by name.
func (c causes) ranked() []string {
	return slices.SortedFunc(maps.Keys(c), func(a, b string) int {
		return cmp.Or(cmp.Compare(c[b], c[a]), cmp.Compare(a, b))
	})
}

// words lists all causes: "http 10, cut 2".
func (c causes) words() string {
	var parts []string
	for _, name := range c.ranked() {
		parts = append(parts, name+" "+strconv.Itoa(c[name]))
	}
	return strings.Join(parts, ", ")
}

// short is the most frequent cause, for a narrow column: "http" if it is the only
// one, "http 10, …" if there are others.
func (c causes) short() string {
	all := c.ranked()
	switch len(all) {
	case 0:
		return ""
	case 1:
		return all[0]
	}
	return all[0] + " " + strconv.Itoa(c[all[0]]) + ", …"
}
