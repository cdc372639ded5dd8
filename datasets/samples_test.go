package datasets

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"strings"
	"testing"

	"dialogo/bench"
)

func readSamples(text string) (good []Sample, bad []error) {
	for s, err := range ReadSamples(strings.NewReader(text), "s.jsonl") {
		if err != nil {
			bad = append(bad, err)
		} else {
			good = append(good, s)
		}
	}
	return good, bad
}

func TestSampleForms(t *testing.T) {
	const humanEvalX = `{"task_id": "Go/0", "prompt": "func F() {\n", "generation": "}", "finish_reason": "stop"}`
	for _, tt := range []struct {
		name, line string
		want       Sample
	}{
		{"EvalPlus, a program", `{"task_id": "Go/0", "solution": "func F() {}", "_identifier": 3}`, Sample{Task: "Go/0", Text: "func F() {}", Whole: true}},
		{"EvalPlus, a completion", `{"task_id": "Go/0", "completion": "}"}`, Sample{Task: "Go/0", Text: "}"}},
		{"HumanEval-X", humanEvalX, Sample{Task: "Go/0", Text: "}", Prompt: "func F() {\n"}},
		{"HumanEval-X without its prompt", `{"task_id": "Go/0", "generation": "}"}`, Sample{Task: "Go/0", Text: "}"}},
		{"a solution counts for more than a completion", `{"task_id": "Go/0", "completion": "a", "solution": "b"}`, Sample{Task: "Go/0", Text: "b", Whole: true}},
		{"a conversation for a prompt", `{"task_id": "a", "completion": "b", "prompt": [{"role": "user"}]}`, Sample{Task: "a", Text: "b"}},
		{"an empty answer", `{"task_id": "a", "completion": ""}`, Sample{Task: "a"}},
		{"control characters", `{"task_id": "a", "solution": "\u0000\u0001"}`, Sample{Task: "a", Text: "\x00\x01", Whole: true}},
		{"a byte order mark", "\ufeff" + `{"task_id": "a", "completion": "b"}`, Sample{Task: "a", Text: "b"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Line = 1
			good, bad := readSamples(tt.line)
			if len(bad) > 0 || len(good) != 1 || good[0] != tt.want {
				t.Errorf("got %+v, %v, want %+v", good, bad, tt.want)
			}
		})
	}
}

func TestSamplesThatAreRefused(t *testing.T) {
	for _, tt := range []struct{ name, line, want string }{
		{"another form", `{"task_id": "a", "code": "b"}`, `s.jsonl:1: unknown kind of sample with the keys ["code" "task_id"]; known are {task_id, solution}`},
		{"no task", `{"solution": "b"}`, `unknown kind of sample with the keys ["solution"]`},
		{"a key that is nearly right", `{"task": "a", "solution": "b"}`, `keys ["solution" "task"]; there is no key "task" (did you mean "task_id"?); known are`},
		{"two of them", `{"taskid": "a", "completions": "b", "prompt": ""}`, `there is no key "completions" (did you mean "completion"?); there is no key "taskid" (did you mean "task_id"?); known are`},
		{"no keys", `{}`, `with the keys (none)`},
		{"an empty task", `{"task_id": "", "solution": "b"}`, "field task_id: is empty"},
		{"a number for a task", `{"task_id": 3, "solution": "b"}`, "field task_id: a JSON number where a string belongs"},
		{"null for an answer", `{"task_id": "a", "solution": null}`, "field solution: a JSON null where a string belongs"},
		{"a list of answers", `{"task_id": "a", "solution": ["b"]}`, "field solution: a JSON array where a string belongs"},
		{"no JSON", `task,solution`, "s.jsonl:1: malformed sample: byte"},
		{"a list", `[1]`, "malformed sample: a JSON array"},
		{"null", `null`, "malformed sample: null"},
		{"a cut line", `{"task_id": "a", "solu`, "malformed sample: byte"},
		{"two records on a line", `{"task_id":"a","solution":"b"}{"task_id":"a","solution":"b"}`, "malformed sample: byte"},
		{"no UTF-8", "{\"task_id\": \"a\", \"solution\": \"\xff\"}", "not valid UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			good, bad := readSamples(tt.line + "\n\n{\"task_id\":\"z\",\"completion\":\"\"}\n")
			if len(good) != 1 || good[0].Line != 3 {
				t.Errorf("the sample behind it: %+v", good)
			}
			var usage *bench.UsageError
			if len(bad) != 1 || !errors.As(bad[0], &usage) || !strings.Contains(bad[0].Error(), tt.want) {
				t.Errorf("got %v, want %q", bad, tt.want)
			}
		})
	}
	if good, bad := readSamples(""); len(good)+len(bad) > 0 {
		t.Errorf("an empty file: %v %v", good, bad)
	}
}

func TestSamplesMayBeCompressedAndLarge(t *testing.T) {
	var plain, zipped bytes.Buffer
	for i := range 3 {
		fmt.Fprintf(&plain, `{"task_id": "t%d", "solution": "%s"}`+"\n", i, strings.Repeat(`\u0000`, 5<<20*min(i, 1)))
	}
	zw := gzip.NewWriter(&zipped)
	if _, err := zw.Write(plain.Bytes()); err != nil || zw.Close() != nil {
		t.Fatal(err)
	}
	whole := zipped.Bytes()
	for _, tt := range []struct {
		name      string
		data      []byte
		good, bad int
	}{{"plain", plain.Bytes(), 3, 0}, {"gzip", whole, 3, 0}, {"cut short", whole[:len(whole)-20], 2, 1}} {
		good, bad := readSamples(string(tt.data))
		if len(good) < tt.good || len(bad) != tt.bad || len(good) > 1 && len(good[1].Text) != 5<<20 {
			t.Errorf("%s: %d good, %v", tt.name, len(good), bad)
		}
	}
}

func FuzzReadSamples(f *testing.F) {
	for _, s := range []string{
		`{"task_id": "a", "solution": "func F() {}"}`, `{"task_id": "a", "prompt": "import \"math\"\n", "generation": "return 1\n}\n\nfunc main() {"}`,
		`{"task_id": "a", "completion": "` + "```go\\n" + `func F() int { return 1 }"}`, "\x1f\x8b", "{", "\n\n[]", `{"task_id": "a", "completion": "{ return 1 }"}`,
	} {
		f.Add(s)
	}
	task := &bench.Task{ID: "a", Entry: "F", Signature: "func F() int"}
	f.Fuzz(func(t *testing.T, text string) {
		line := 0
		for s, err := range ReadSamples(strings.NewReader(text), "s.jsonl") {
			if err != nil {
				if !strings.HasPrefix(err.Error(), "s.jsonl:") || strings.ContainsAny(err.Error(), "\x1b\x00") {
					t.Errorf("%q", err)
				}
				continue
			}
			if s.Line <= line || s.Task == "" {
				t.Errorf("%+v after line %d", s, line)
			}
			line = s.Line
			if x := s.Code(task); (x.Code == "") != (x.Rule == "none") {
				t.Errorf("rule %q with code %q", x.Rule, x.Code)
			}
		}
	})
}
