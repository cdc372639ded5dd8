package feedback

import (
	"fmt"
	"strings"

	"dialogo/bench"
)

// Check reports whether the mix can be used with the tasks. It is meant for the
// plan, before the first call is made. Usage errors, which name at most five tasks:
//
//   - verbal:expert needs every task's reference solution;
//   - exec:partial needs a visible case in every task;
//   - verbal:novice needs compile or exec beside it: it speaks only about what they
//     show, and would be silent for ever.
func (n Notation) Check(tasks []bench.Task) error {
	if n.Verbal == Novice && !n.Compile && n.Exec == "" {
		return bench.Usagef("mix %q: the novice speaks only about what compile or exec show; add one of them", n)
	}
	if n.Verbal == Expert {
		if bad := lacking(tasks, func(t *bench.Task) bool { return t.Reference == "" }); bad != "" {
			return bench.Usagef("mix %q: the expert needs a reference solution, and there is none in %s; use verbal:novice or leave these tasks out", n, bad)
		}
	}
	if n.Exec == Partial {
		if bad := lacking(tasks, func(t *bench.Task) bool { return len(t.Visible()) == 0 }); bad != "" {
			return bench.Usagef("mix %q: exec:partial shows visible cases, and there are none in %s; use exec:full or leave these tasks out", n, bad)
		}
	}
	return nil
}

// lacking names up to five tasks for which bad holds, and counts the rest; empty
// if there are none.
func lacking(tasks []bench.Task, bad func(*bench.Task) bool) string {
	const most = 5
	var ids []string
	for i := range tasks {
		if bad(&tasks[i]) {
			ids = append(ids, fmt.Sprintf("%q", tasks[i].ID))
		}
	}
	switch {
	case len(ids) == 0:
		return ""
	case len(ids) > most:
		return fmt.Sprintf("tasks %s and %d more", strings.Join(ids[:most], ", "), len(ids)-most)
	case len(ids) == 1:
		return "task " + ids[0]
	}
	return "tasks " + strings.Join(ids, ", ")
}
