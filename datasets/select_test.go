package datasets

import (
	"strings"
	"testing"

	"dialogo/bench"
)

func TestSelect(t *testing.T) {
	tasks := []bench.Task{
		{ID: "a", Tags: []string{"maps"}, Difficulty: "easy"},
		{ID: "b", Tags: []string{"maps", "graphs"}, Difficulty: "hard"},
		{ID: "c", Difficulty: "easy"},
		{ID: "d", Tags: []string{"graphs"}},
	}
	for _, c := range []struct {
		name   string
		filter bench.TaskFilter
		want   string // IDs, or a part of the error
	}{
		{"all", bench.TaskFilter{}, "a b c d"},
		{"ids keep the dataset's order", bench.TaskFilter{IDs: []string{"d", "a", "a"}}, "a d"},
		{"one tag suffices", bench.TaskFilter{Tags: []string{"graphs", "maps"}}, "a b d"},
		{"difficulty", bench.TaskFilter{Difficulty: []string{"easy"}}, "a c"},
		{"all fields agree", bench.TaskFilter{Tags: []string{"maps"}, Difficulty: []string{"hard"}}, "b"},
		{"the limit comes last", bench.TaskFilter{Limit: 1, Tags: []string{"graphs"}}, "b"},
		{"a generous limit", bench.TaskFilter{Limit: 9}, "a b c d"},
		{"unknown ID", bench.TaskFilter{IDs: []string{"e"}}, `unknown task "e"`},
		{"unknown tag", bench.TaskFilter{Tags: []string{"grafs"}}, `unknown tag "grafs" (did you mean "graphs"?)`},
		{"unknown difficulty", bench.TaskFilter{Difficulty: []string{"hart"}}, `unknown difficulty "hart" (did you mean "hard"?)`},
		{"a known difficulty that no task has", bench.TaskFilter{Difficulty: []string{"medium"}}, "no task is selected: none of 4 has all of difficulty [medium]"},
		{"nothing agrees", bench.TaskFilter{IDs: []string{"a"}, Tags: []string{"graphs"}}, "none of 4 has all of ids [a], tags [graphs]"},
		{"negative limit", bench.TaskFilter{Limit: -1}, "task limit -1 is out of range"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Select(tasks, c.filter)
			if err != nil {
				wantUsage(t, err, c.want)
				return
			}
			var ids []string
			for _, task := range got {
				ids = append(ids, task.ID)
			}
			if strings.Join(ids, " ") != c.want {
				t.Errorf("got %q, want %q", ids, c.want)
			}
		})
	}
}
