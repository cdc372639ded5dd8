package datasets

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dialogo/bench"
)

// wantUsage checks that an error is the user's, and what it says.
func wantUsage(t *testing.T, err error, parts ...string) {
	t.Helper()
	if _, ok := errors.AsType[*bench.UsageError](err); !ok {
		t.Fatalf("got %v, want a usage error", err)
	}
	for _, p := range parts {
		if !strings.Contains(err.Error(), p) {
			t.Errorf("got %q, want %q in it", err, p)
		}
	}
}

func load(t testing.TB, name string) Set {
	t.Helper()
	s, err := Load(name, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEverySuiteTaskLoads(t *testing.T) {
	s := load(t, SuiteName)
	entries, err := fs.ReadDir(suiteFS, SuiteName)
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return !e.IsDir() })
	if err != nil || len(entries) == 0 || len(s.Tasks) != len(entries) || s.Name != SuiteName {
		t.Fatalf("%d folders, %d tasks of %q, %v", len(entries), len(s.Tasks), s.Name, err)
	}
	for _, task := range s.Tasks {
		visible := len(task.Visible())
		if hidden := len(task.Cases) - visible; visible < 3 || hidden < 8 {
			t.Errorf("%s: %d visible and %d hidden cases; the suite has at least 3 and 8", task.ID, visible, hidden)
		}
		if task.Dataset != SuiteName || task.Trust() != bench.TrustOutside || len(task.Tags) == 0 {
			t.Errorf("%s: dataset %q, %s, tags %q", task.ID, task.Dataset, task.Trust(), task.Tags)
		}
		if !strings.Contains(task.Prompt, "\n\nExamples:\n\n```go\n"+task.Entry+"(") {
			t.Errorf("%s: the prompt has no examples", task.ID)
		}
	}
}

func TestFolderIsLoadedInOrder(t *testing.T) {
	s := load(t, "testdata/folder")
	var ids []string
	for _, task := range s.Tasks {
		ids = append(ids, task.ID)
	}
	if !slices.Equal(ids, []string{"halve", "pick-even", "sorted-keys"}) || s.Name != "folder" {
		t.Errorf("got %q of %q", ids, s.Name)
	}
}

func TestOneTaskHashesAsWithinItsFolder(t *testing.T) {
	all, one := load(t, "testdata/folder"), load(t, "testdata/folder/halve")
	if len(one.Tasks) != 1 || one.Tasks[0].Hash() != all.Tasks[0].Hash() {
		t.Errorf("got %+v", one.Tasks)
	}
	t.Chdir("testdata/folder/halve")
	here := load(t, ".")
	if here.Tasks[0].Hash() != one.Tasks[0].Hash() || here.Tasks[0].ID != "halve" {
		t.Errorf("from within: got %+v", here.Tasks[0])
	}
}

func TestHashDoesNotDependOnThePlace(t *testing.T) {
	here := load(t, "testdata/folder")
	dir := filepath.Join(t.TempDir(), "folder")
	if err := os.CopyFS(dir, os.DirFS("testdata/folder")); err != nil {
		t.Fatal(err)
	}
	there := load(t, dir)
	for i := range here.Tasks {
		if here.Tasks[i].Hash() != there.Tasks[i].Hash() {
			t.Errorf("%s differs", here.Tasks[i].ID)
		}
		if strings.Contains(fmt.Sprintf("%+v", withoutSource(there.Tasks[i])), dir) {
			t.Errorf("%s: the folder shows in the task", here.Tasks[i].ID)
		}
	}
}

func withoutSource(t bench.Task) bench.Task { t.Source = ""; return t }

func TestDialogoRecordsRoundTrip(t *testing.T) {
	for _, name := range []string{SuiteName, "testdata/folder", "testdata/records/mini_x.jsonl", "testdata/records/mini_pack.jsonl"} {
		s := load(t, name)
		again, err := Read(bytes.NewReader(jsonLines(t, s.Tasks)), "copy.jsonl", Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range s.Tasks {
			if again.Tasks[i].Hash() != s.Tasks[i].Hash() {
				t.Errorf("%s: %s changed", name, s.Tasks[i].ID)
			}
		}
	}
}

func jsonLines(t testing.TB, tasks []bench.Task) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	for _, task := range tasks {
		if err := enc.Encode(task); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func TestUnknownNamesAreAnsweredWithTheNearest(t *testing.T) {
	_, err := Load("siute", Options{})
	wantUsage(t, err, `no dataset "siute"`, `did you mean "suite"?`)
	_, err = Load("testdata/flder", Options{})
	wantUsage(t, err, `did you mean "testdata/folder"?`)
	_, err = Load(SuiteName, Options{Format: "humaneval-x"})
	wantUsage(t, err, `unknown dataset format "humaneval-x" (did you mean "humanevalx"?)`)
	_, err = Load(SuiteName, Options{Format: formatX})
	wantUsage(t, err, `format "humanevalx" is one of files`)
	_, err = Load("testdata/records/mini_x.jsonl", Options{Format: formatFolder})
	wantUsage(t, err, `format "folder" needs a folder`)
	_, err = Load("testdata/records", Options{})
	wantUsage(t, err, "no task folders", "mini_pack.jsonl")
	_, err = Load(t.TempDir(), Options{})
	wantUsage(t, err, "there are no tasks in it")
}

// taskFolder is a sound task folder, to be spoilt.
func taskFolder(changes map[string]string) fstest.MapFS {
	files := map[string]string{
		"task.yaml":    "title: Twice\nsignature: \"func Twice(x int) int\"\ndifficulty: easy\ntags: [numbers]\n",
		"prompt.md":    "Return twice `x`.\n",
		"reference.go": "package task\n\nfunc Twice(x int) int { return 2 * x }\n",
		"cases.txt":    "visible:\nTwice(1) => 2\nhidden:\nTwice(0) => 0\n",
	}
	maps.Copy(files, changes)
	m := fstest.MapFS{}
	for name, text := range files {
		if text != "-" {
			m["twice/"+name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return m
}

func TestFolderErrorsNameFileAndLine(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		want             []string
	}{
		{"no prompt", "prompt.md", "-", []string{"d/twice/prompt.md: is missing"}},
		{"empty prompt", "prompt.md", " \n", []string{"d/twice/prompt.md: is empty"}},
		{"unknown file", "chekcer.go", "package task", []string{"d/twice/chekcer.go: unknown file", `did you mean "checker.go"?`}},
		{"unknown key", "task.yaml", "title: T\nsignatur: x\n", []string{`d/twice/task.yaml:2: unknown key "signatur" (did you mean "signature"?)`, "signature is missing"}},
		{"unknown key within", "task.yaml", "title: T\nsignature: func Twice(x int) int\ndifficulty: easy\ncompare:\n  tolerence: 1\n",
			[]string{`task.yaml:5: unknown key "tolerence" (did you mean "tolerance"?)`}},
		{"malformed YAML", "task.yaml", "title: [\n", []string{"d/twice/task.yaml: yaml: line 1"}},
		{"a key twice", "task.yaml", "title: a\ntitle: b\n", []string{"already defined"}},
		{"YAML list", "task.yaml", "- a\n", []string{"d/twice/task.yaml: yaml:"}},
		{"empty YAML", "task.yaml", "", []string{"signature is missing"}},
		{"bad signature", "task.yaml", "title: T\ndifficulty: easy\nsignature: Twice(x)\n", []string{"task.yaml: signature: ", "no Go function signature"}},
		{"unknown difficulty", "task.yaml", "title: T\ndifficulty: eazy\nsignature: func Twice(x int) int\n", []string{`unknown value "eazy" (did you mean "easy"?)`}},
		{"negative tolerance", "task.yaml", "title: T\ndifficulty: easy\nsignature: func Twice(x int) int\ncompare: {tolerance: -1}\n", []string{"tolerance -1 is out of range"}},
		{"unknown rule", "task.yaml", "title: T\ndifficulty: easy\nsignature: func Twice(x int) int\ncompare: {rule: testfy}\n", []string{`unknown rule "testfy" (did you mean "testify"?)`}},
		{"malformed Go", "reference.go", "package task\n\nfunc Twice( {\n", []string{"d/twice/reference.go:3: "}},
		{"another package", "reference.go", "package twice\n\nfunc Twice(x int) int { return 0 }\n", []string{"package twice must be package task"}},
		{"another signature", "reference.go", "package task\n\nfunc Twice(x int64) int { return 0 }\n", []string{"reference.go: ", "func Twice has the type func(int64) (int), and must have func(int) (int)"}},
		{"no entry", "reference.go", "package task\n\nfunc Double(x int) int { return 0 }\n", []string{"does not declare func Twice"}},
		{"a foreign import", "reference.go", "package task\n\nimport _ \"example.com/x\"\n\nfunc Twice(x int) int { return 0 }\n", []string{"only the standard library"}},
		{"unexported context", "context.go", "package task\n\nvar errOdd = 1\n", []string{"context.go: ", "errOdd is not exported"}},
		{"checker with wants", "checker.go", "package task\n\nfunc Check(x, got int) error { return nil }\n", []string{"cases.txt:2: ", "the task has a checker"}},
		{"checker of another type", "checker.go", "package task\n\nfunc Check(x int) error { return nil }\n", []string{"cases.txt:2"}},
		{"bad case", "cases.txt", "visible:\nTwice(1, 2) => 2\nTwice(1) => \"a\n", []string{"cases.txt:2: 2 arguments", "cases.txt:3: string literal not terminated"}},
		{"no cases", "cases.txt", "visible:\n", []string{"cases.txt:1: there are no cases"}},
		{"NUL", "prompt.md", "a\x00b", []string{"holds a NUL byte"}},
		{"no UTF-8", "prompt.md", "a\xffb", []string{"is not valid UTF-8"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			fsys := taskFolder(map[string]string{c.file: c.text})
			_, err := loadFolder(fsys, "d", "d", Options{})
			wantUsage(t, err, c.want...)
			for name, f := range taskFolder(nil) {
				fsys[strings.Replace(name, "twice", "good", 1)] = f
			}
			s, err := loadFolder(fsys, "d", "d", Options{SkipBad: true})
			if err != nil || len(s.Tasks) != 1 || len(s.Skipped) != 1 {
				t.Errorf("skip bad: %d tasks, %v, %v", len(s.Tasks), s.Skipped, err)
			}
		})
	}
}

func TestFolderMayHoldTestsAndHiddenFiles(t *testing.T) {
	fsys := taskFolder(map[string]string{"reference_test.go": "package task", ".DS_Store": "x", "testdata/x": "y"})
	fsys[".git/config"] = &fstest.MapFile{}
	fsys["README.md"] = &fstest.MapFile{}
	s, err := loadFolder(fsys, "d", "d", Options{})
	if err != nil || len(s.Tasks) != 1 {
		t.Errorf("got %v, %v", s.Tasks, err)
	}
}

func TestWindowsFilesReadAlike(t *testing.T) {
	plain, err := loadFolder(taskFolder(nil), "d", "d", Options{})
	if err != nil {
		t.Fatal(err)
	}
	fsys := taskFolder(nil)
	for _, f := range fsys {
		f.Data = []byte("\ufeff" + strings.ReplaceAll(string(f.Data), "\n", "\r\n"))
	}
	windows, err := loadFolder(fsys, "d", "d", Options{})
	if err != nil || windows.Tasks[0].Hash() != plain.Tasks[0].Hash() {
		t.Errorf("got %+v, %v", windows.Tasks, err)
	}
}

func TestFolderNameMustBeAnID(t *testing.T) {
	fsys := fstest.MapFS{}
	for name, f := range taskFolder(nil) {
		fsys[strings.Replace(name, "twice", "Twice_It", 1)] = f
	}
	_, err := loadFolder(fsys, "d", "d", Options{})
	wantUsage(t, err, "d/Twice_It", "lower-case letters")
}

func FuzzTaskFolder(f *testing.F) {
	sound := taskFolder(nil)
	text := func(name string) string { return string(sound["twice/"+name].Data) }
	f.Add(text("task.yaml"), text("prompt.md"), text("reference.go"), text("cases.txt"), "package task\n\nconst Max = 3\n", "")
	f.Add("signature: func F[T any](xs ...T)\ntitle: x\ndifficulty: hard\ncompare: {tolerance: .nan}\n", "x", "package task; func F[T any](xs ...T) {}", "hidden:\nF(1, 2)\n", "", "package task; func Check(x, got int) error { return nil }")
	f.Fuzz(func(t *testing.T, yaml, prompt, reference, cases, context, checker string) {
		files := map[string]string{"task.yaml": yaml, "prompt.md": prompt, "reference.go": reference, "cases.txt": cases}
		if context != "" {
			files["context.go"] = context
		}
		if checker != "" {
			files["checker.go"] = checker
		}
		s, err := loadFolder(taskFolder(files), "d", "d", Options{})
		if err != nil {
			wantUsage(t, err, "d/twice")
			return
		}
		again, err := Read(bytes.NewReader(jsonLines(t, s.Tasks)), "f.jsonl", Options{})
		if err != nil || again.Tasks[0].Hash() != s.Tasks[0].Hash() {
			t.Errorf("%+v as a record: %v", s.Tasks[0], err)
		}
	})
}
