package datasets

import (
	"slices"
	"strings"

	"dialogo/bench"
)

// Select keeps the tasks that a filter asks for, in their order. A filter's fields
// must all agree; within IDs, Tags and Difficulty one match suffices. Limit comes
// last. Names that no task has, and a filter that keeps nothing, are usage errors.
func Select(tasks []bench.Task, f bench.TaskFilter) ([]bench.Task, error) {
	if f.Limit < 0 {
		return nil, bench.Usagef("task limit %d is out of range: 0 (all) or more", f.Limit)
	}
	var ids, tags []string
	for _, t := range tasks {
		ids = append(ids, t.ID)
		tags = append(tags, t.Tags...)
	}
	if err := allKnown("task", f.IDs, ids); err != nil {
		return nil, err
	}
	if err := allKnown("tag", f.Tags, tags); err != nil {
		return nil, err
	}
	if err := allKnown("difficulty", f.Difficulty, difficulties()); err != nil {
		return nil, err
	}
	var out []bench.Task
	for _, t := range tasks {
		if keeps(f, &t) {
			out = append(out, t)
		}
	}
	if len(out) == 0 && len(tasks) > 0 {
		return nil, bench.Usagef("no task is selected: none of %d has all of %s", len(tasks), describe(f))
	}
	if f.Limit > 0 {
		out = out[:min(f.Limit, len(out))]
	}
	return out, nil
}

func keeps(f bench.TaskFilter, t *bench.Task) bool {
	has := func(wanted []string, v ...string) bool {
		return len(wanted) == 0 || slices.ContainsFunc(v, func(s string) bool { return slices.Contains(wanted, s) })
	}
	return has(f.IDs, t.ID) && has(f.Tags, t.Tags...) && has(f.Difficulty, t.Difficulty)
}

func allKnown(kind string, asked, known []string) error {
	for _, a := range asked {
		if !slices.Contains(known, a) {
			return bench.Usagef("unknown %s %q%s", kind, a, bench.DidYouMean(a, known))
		}
	}
	return nil
}

// describe writes a filter for a message.
func describe(f bench.TaskFilter) string {
	var parts []string
	for _, p := range []struct {
		name   string
		values []string
	}{{"ids", f.IDs}, {"tags", f.Tags}, {"difficulty", f.Difficulty}} {
		if len(p.values) > 0 {
			parts = append(parts, p.name+" ["+strings.Join(p.values, ", ")+"]")
		}
	}
	return strings.Join(parts, ", ")
}
