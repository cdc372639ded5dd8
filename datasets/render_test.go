package datasets

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"dialogo/bench"
)

func TestTasksAreShownAsInTheGoldenFiles(t *testing.T) {
	for _, c := range []struct{ file, dataset, id string }{
		{"folder.golden", "testdata/folder", "halve"},
		{"folder_checker.golden", "testdata/folder", "pick-even"},
		{"folder_generic.golden", "testdata/folder", "sorted-keys"},
		{"humanevalx.golden", "testdata/records/mini_x.jsonl", "Go/900"},
		{"humanevalx_test.golden", "testdata/records/mini_x.jsonl", "Go/901"},
		{"humanevalpack.golden", "testdata/records/mini_pack.jsonl", "Go/903"},
	} {
		t.Run(c.file, func(t *testing.T) {
			var b bytes.Buffer
			if err := Show(&b, find(t, load(t, c.dataset), c.id)); err != nil {
				t.Fatal(err)
			}
			golden(t, c.file, b.String())
		})
	}
}

func TestRowsListTasks(t *testing.T) {
	rows := Rows(load(t, "testdata/folder").Tasks)
	want := Row{ID: "halve", Title: "Half of an even number", Difficulty: "easy", Tags: []string{"numbers", "errors"},
		Visible: 3, Hidden: 3, Trust: bench.TrustOutside}
	if len(rows) != 3 || !reflect.DeepEqual(rows[0], want) {
		t.Errorf("got %+v", rows)
	}
	untitled := Rows([]bench.Task{{ID: "a", Entry: "F"}})
	if b, err := json.Marshal(untitled); err != nil || !strings.Contains(string(b), `"title":"F","difficulty":"","tags":[]`) {
		t.Errorf("got %s, %v", b, err)
	}
}

func TestShownTextCannotSteerATerminal(t *testing.T) {
	evil := "a\x1b[2J\u009b31m\r\u202eb\x00\tc"
	task := bench.Task{ID: evil, Title: evil + "\nx", Prompt: evil, Entry: "F", Signature: "func F()", Tags: []string{evil},
		Cases: []bench.Case{{ID: "v1", Visible: true, Args: evil, Note: evil}}, Reference: evil}
	var b bytes.Buffer
	if err := Show(&b, &task); err != nil {
		t.Fatal(err)
	}
	rows := Rows([]bench.Task{task})[0]
	for _, text := range []string{b.String(), rows.ID, rows.Title, rows.Tags[0]} {
		if strings.ContainsAny(text, "\x1b\u009b\r\u202e\x00") {
			t.Errorf("control characters in %q", text)
		}
	}
	if strings.Contains(rows.Title, "\n") || rows.ID != "a[2J31mb c" {
		t.Errorf("got %+v", rows)
	}
}

func TestExamplesTellEveryKindOfOutcome(t *testing.T) {
	task := bench.Task{Entry: "F", Cases: []bench.Case{
		{Visible: true, Args: "1", Want: `0, error`}, {Visible: true, Args: "2", Want: `error, "error"`}, {Visible: true, Args: "3", Panics: true},
		{Visible: true, Args: "4"}, {Args: "5", Want: "6"}}}
	want := "\n\nExamples:\n\n```go\nF(1) // 0, a non-nil error\nF(2) // a non-nil error, \"error\"\nF(3) // panics\nF(4)\n```"
	if got := examples(&task); got != want {
		t.Errorf("got %q", got)
	}
	task.Cases = task.Cases[4:]
	if got := examples(&task); got != "" {
		t.Errorf("no visible cases: got %q", got)
	}
}
