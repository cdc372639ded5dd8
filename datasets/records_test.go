package datasets

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dialogo/bench"
)

// goodRecord is a sound record of dialogo's own format.
const goodRecord = `{"id":"twice","dataset":"mine","prompt":"Return twice x.","entry":"Twice","signature":"func Twice(x int) int",` +
	`"reference":"func Twice(x int) int { return 2 * x }","cases":[{"id":"v1","visible":true,"args":"1","want":"2"},{"id":"h1","args":"0","want":"0"}]}`

func TestRecordErrorsNameLineTaskAndField(t *testing.T) {
	replaced := func(old, new string) string {
		if !strings.Contains(goodRecord, old) {
			t.Fatalf("%q is not in the record", old)
		}
		return strings.Replace(goodRecord, old, new, 1)
	}
	x, err := os.ReadFile("testdata/records/mini_x.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	humaneval, _, _ := strings.Cut(string(x), "\n")
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"malformed", `{"id": "a",, }`, []string{"f.jsonl:2: malformed record: byte 12"}},
		{"cut", goodRecord[:50], []string{"f.jsonl:2: malformed record: byte 50: unexpected end"}},
		{"two records on a line", goodRecord + goodRecord, []string{"f.jsonl:2: malformed record", "each line must be one JSON object"}},
		{"a list", `[1]`, []string{"a JSON array; each line must be one JSON object"}},
		{"a web page", "<!DOCTYPE html>", []string{"f.jsonl:2: malformed record: byte 1"}},
		{"unknown format", `{"task_id":"HumanEval/0","prompt":"","entry_point":"f","canonical_solution":"","test":""}`,
			[]string{`keys ["canonical_solution" "entry_point" "prompt" "task_id" "test"]`, "the nearest format is humanevalx, which would also need declaration"}},
		{"no keys", `{}`, []string{"with the keys (none)"}},
		{"a key too many", replaced(`"entry"`, `"chekcer":"x","entry"`), []string{`f.jsonl:2: unknown key "chekcer" (did you mean "checker"?)`}},
		{"a wrong type", replaced(`"prompt":"Return twice x."`, `"prompt":7`), []string{`task "twice": field prompt: a JSON number where a string belongs`}},
		{"no ID", replaced(`"twice"`, `""`), []string{"f.jsonl:2: field id: is missing"}},
		{"no prompt", replaced("Return twice x.", " "), []string{`f.jsonl:2: task "twice": field prompt: is missing`}},
		{"another entry", replaced(`"entry":"Twice"`, `"entry":"Double"`), []string{`field entry: "Double" is not the function of the signature, "Twice"`}},
		{"bad signature", replaced(`"func Twice(x int) int"`, `"Twice(x)"`), []string{"field signature: "}},
		{"bad reference", replaced("return 2 * x }", "return 2 * }"), []string{"field reference: line 1: expected operand"}},
		{"no cases", replaced(`"cases":[{"id":"v1","visible":true,"args":"1","want":"2"},{"id":"h1","args":"0","want":"0"}]`, `"cases":null`), []string{"field cases: there are none"}},
		{"bad case", replaced(`"args":"0"`, `"args":"0, 1"`), []string{"field cases: case h1: 2 arguments are given"}},
		{"unbalanced case", replaced(`"args":"0"`, `"args":"0) + Twice(1"`), []string{"case h1: arguments: ", "unbalanced"}},
		{"a case's ID twice", replaced(`"id":"h1"`, `"id":"v1"`), []string{`case "v1": IDs must be there and differ`}},
		{"visible after hidden", strings.Replace(replaced(`{"id":"v1","visible":true`, `{"id":"v1"`), `{"id":"h1"`, `{"id":"h1","visible":true`, 1),
			[]string{"case h1: visible cases come before hidden ones"}},
		{"panic and results", replaced(`"args":"0",`, `"args":"0","panics":true,`), []string{"either a panic is wanted or results"}},
		{"a dangerous NUL", replaced("Return twice", `Return\u0000twice`), []string{"field prompt: holds a NUL"}},
		{"a test with a foreign import", replaced(`"cases"`, `"test":{"name":"TestX","code":"import \"example.com/x\"\nfunc TestX() { x.X() }"},"cases"`), []string{`field test: imports "example.com/x"`}},
		{"a test without its function", replaced(`"cases"`, `"test":{"name":"TestX","code":"func TestY() {}"},"cases"`), []string{"field test: does not declare func TestX"}},
		{"another language", strings.Replace(humaneval, "Go/900", "Python/900", 1), []string{`task "Python/900": is a task for Python`}},
		{"an empty test", strings.Replace(humaneval, `"test": "func TestGreet`, `"test": "", "x": "func TestGreet`, 1), []string{`task "Go/900": field test: it asserts nothing`}},
		{"a test that is no Go", strings.Replace(humaneval, `"test": "func`, `"test": "fun`, 1), []string{`task "Go/900": field test: line 1`}},
		{"a prompt that is no Go", strings.Replace(humaneval, `"prompt": "import`, `"prompt": "imp ort`, 1), []string{"fields prompt and canonical_solution, together: line 1"}},
		{"a closed prompt", strings.Replace(strings.Replace(humaneval, `func Greet(names []string) []string {\n", "import"`, `func Greet(names []string) []string { return nil }\n", "import"`, 1),
			`"canonical_solution": "    out`, `"canonical_solution": "func Other() []string { out`, 1), []string{"does not end within a function's body"}},
		{"control characters", `{"a\u001b[31m":1}`, []string{`a\x1b[31m`}},
		{"NUL", "{\x00}", []string{"f.jsonl:2: the line holds a NUL byte"}},
		{"no UTF-8", "{\"a\":\"\xff\"}", []string{"f.jsonl:2: the line is not valid UTF-8"}},
		{"over-long", "{" + strings.Repeat(" ", maxLine) + "}", []string{"f.jsonl:2: the line is longer than 16 MiB"}},
		{"twice", strings.Replace(goodRecord, "twice", "first", 1), []string{`f.jsonl:2: task "first" is there twice, first at f.jsonl:1`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(goodRecord, "twice", "first", 1) + "\n" + c.text + "\n\n" + strings.Replace(goodRecord, "twice", "last", 1)
			_, err := Read(strings.NewReader(text), "f.jsonl", Options{})
			wantUsage(t, err, c.want...)
			s, err := Read(strings.NewReader(text), "f.jsonl", Options{SkipBad: true})
			if err != nil || len(s.Tasks) != 2 || len(s.Skipped) != 1 || s.Tasks[1].ID != "last" {
				t.Fatalf("skip bad: %d tasks, %v, %v", len(s.Tasks), s.Skipped, err)
			}
			wantUsage(t, s.Skipped[0], c.want...)
		})
	}
}

func TestSeveralErrorsAreToldTogether(t *testing.T) {
	text := goodRecord + "\n" + strings.Repeat("{\n", 25)
	_, err := Read(strings.NewReader(text), "f.jsonl", Options{})
	wantUsage(t, err, "dataset f.jsonl: 25 errors", "f.jsonl:2: ", "f.jsonl:21: ", "and 5 more")
	if strings.Contains(err.Error(), "f.jsonl:22") {
		t.Errorf("too many errors: %v", err)
	}
	_, err = Read(strings.NewReader("{\n"), "f.jsonl", Options{SkipBad: true})
	wantUsage(t, err, "no task is left", "f.jsonl:1")
	_, err = Read(strings.NewReader("\n \n"), "f.jsonl", Options{})
	wantUsage(t, err, "there are no tasks in it")
}

func compressed(t testing.TB, text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCompressedFiles(t *testing.T) {
	text := ""
	for i := range 500 {
		text += strings.Replace(goodRecord, "twice", fmt.Sprintf("t%d", i*7919), 1) + "\n"
	}
	whole := compressed(t, text)
	path := filepath.Join(t.TempDir(), "mine.jsonl.gz")
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	s := load(t, path)
	if s.Name != "mine" || len(s.Tasks) != 500 || s.Tasks[0].Source != path+":1" || s.Tasks[0].Dataset != "mine" {
		t.Errorf("got %q, %d tasks, %+v", s.Name, len(s.Tasks), s.Tasks[0])
	}
	cut := whole[:len(whole)/2]
	_, err := Read(bytes.NewReader(cut), "mine.jsonl.gz", Options{})
	wantUsage(t, err, "mine.jsonl.gz: line ", "cut short: download it again")
	s, err = Read(bytes.NewReader(cut), "mine.jsonl.gz", Options{SkipBad: true})
	if err != nil || len(s.Tasks) == 0 || len(s.Tasks) >= 500 || len(s.Skipped) != 1 {
		t.Errorf("skip bad: %d tasks, %v, %v", len(s.Tasks), s.Skipped, err)
	}
	damaged := bytes.Clone(whole)
	damaged[len(damaged)-6] ^= 1 // within the checksum
	_, err = Read(bytes.NewReader(damaged), "mine.jsonl.gz", Options{})
	wantUsage(t, err, "damaged")
	_, err = Read(bytes.NewReader(whole[:2]), "mine.jsonl.gz", Options{})
	wantUsage(t, err, "mine.jsonl.gz: ")
}

func TestAskedFormatMustFit(t *testing.T) {
	_, err := Read(strings.NewReader(goodRecord), "f.jsonl", Options{Format: formatX})
	wantUsage(t, err, "f.jsonl:1: a record of format humanevalx must have task_id, declaration, canonical_solution, test; this one has the keys")
	pack := load(t, "testdata/records/mini_pack.jsonl")
	f, err := os.Open("testdata/records/mini_pack.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	x, err := Read(f, "mini_pack.jsonl", Options{Format: formatX})
	if err != nil || x.Tasks[0].Hash() != pack.Tasks[0].Hash() {
		t.Errorf("a HumanEvalPack record is one of HumanEval-X, too: %+v, %v", x.Tasks, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(goodRecord))
	for _, name := range []string{"mini_x", "mini_pack"} {
		b, err := os.ReadFile("testdata/records/" + name + ".jsonl")
		if err != nil {
			f.Fatal(err)
		}
		for line := range bytes.Lines(b) {
			f.Add(line)
		}
	}
	f.Add(compressed(f, goodRecord))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Read(bytes.NewReader(data), "f.jsonl", Options{SkipBad: true})
		if err != nil {
			if _, ok := errors.AsType[*bench.UsageError](err); !ok {
				t.Errorf("%v is no usage error", err)
			}
			return
		}
		again, err := Read(bytes.NewReader(jsonLines(t, s.Tasks)), "g.jsonl", Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range s.Tasks {
			if s.Tasks[i].Hash() != again.Tasks[i].Hash() {
				t.Errorf("%+v became %+v", s.Tasks[i], again.Tasks[i])
			}
		}
	})
}
