//go:build linux

package judge_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template"

	"dialogo/bench"
)

// attack is a program of the corpus.
type attack struct {
	name  string // group/file
	code  string
	notes map[string][]string // what its first lines say
}

func (a attack) note(key string) string { return strings.Join(a.notes[key], "; ") }

func (a attack) task() string {
	if task := a.note("Task"); task != "" {
		return task
	}
	return "secret"
}

// times is how often it is judged.
func (a attack) times() int {
	if a.note("Once") != "" || os.Getenv("DIALOGO_ATTACK_ONCE") != "" {
		return 1
	}
	if strings.HasPrefix(a.name, "compile/") && os.Getenv("DIALOGO_ATTACK_TWICE") == "" {
		return 1 // seconds of compiling each
	}
	return 2
}

var note = regexp.MustCompile(`(?m)^// ([A-Z][a-z]+): (.*)\n`)

// readAttacks reads the corpus, by group.
func readAttacks(t testing.TB) map[string][]attack {
	t.Helper()
	groups := map[string][]attack{}
	files, err := filepath.Glob("testdata/attacks/*/*")
	if err != nil {
		t.Fatal(err)
	}
	known := []string{"Tries", "Want", "Case", "Says", "Task", "Varies", "Trust", "Arch", "Bare", "Once"}
	only := os.Getenv("DIALOGO_ATTACK")
	for _, file := range files {
		if !strings.Contains(file, only) {
			continue
		}
		group := filepath.Base(filepath.Dir(file))
		a := attack{name: group + "/" + strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), notes: map[string][]string{}}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if a.code = string(text); strings.HasSuffix(file, ".tmpl") {
			a.code = expand(t, file, a.code)
		}
		head, _, _ := strings.Cut(a.code, "\n\n")
		for _, m := range note.FindAllStringSubmatch(head+"\n", -1) {
			if !slices.Contains(known, m[1]) {
				t.Fatalf("%s: unknown line %q", file, m[0])
			}
			a.notes[m[1]] = append(a.notes[m[1]], m[2])
		}
		if a.note("Tries") == "" || len(a.notes["Want"]) != 1 {
			t.Fatalf("%s: does not say what it tries, or what must become of it", file)
		}
		for want := range strings.FieldsSeq(a.note("Want")) {
			if bench.Status(want).Rank() < 0 {
				t.Fatalf("%s: %q is no status", file, want)
			}
		}
		if a.note("Bare") != "" {
			a.code = note.ReplaceAllString(a.code, "")
		}
		if arch := a.note("Arch"); arch == "" || arch == runtime.GOARCH {
			groups[group] = append(groups[group], a)
		}
	}
	if len(files) < 50 {
		t.Fatalf("only %d attacks", len(files))
	}
	return groups
}

// expand carries out a template.
func expand(t testing.TB, name, text string) string {
	t.Helper()
	funcs := template.FuncMap{
		"repeat": func(n int, s string) string { return strings.Repeat(s, n) },
		"inc":    func(n int) int { return n + 1 },
		"mul":    func(a, b int) int { return a * b },
		"mod":    func(a, b int) int { return a % b },
		"bytes": func(bs ...int) string {
			var b []byte
			for _, x := range bs {
				b = append(b, byte(x))
			}
			return string(b)
		},
	}
	var b bytes.Buffer
	tmpl, err := template.New(name).Delims("«", "»").Funcs(funcs).Parse(text)
	if err == nil {
		err = tmpl.Execute(&b, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// newToken makes a secret that shows wherever it gets to. The attacks that look for it in
// memory know how it begins.
func newToken() string { return "PLANTED-" + rand.Text() }

// attackTasks are what the attacks answer. Nobody finds the wanted values by chance.
func attackTasks() map[string]bench.Task {
	number := func() string {
		b := make([]byte, 4)
		rand.Read(b)
		return strconv.Itoa(1e9 + int(b[0])<<16 + int(b[1])<<8 + int(b[2]))
	}
	point := func() string { return "Point{" + number() + ", " + number() + "}" }
	tasks := map[string]bench.Task{
		"secret": {Entry: "Secret", Signature: "func Secret(n int) string", Cases: []bench.Case{
			{ID: "v1", Visible: true, Args: "1", Want: strconv.Quote(newToken())}, {ID: "h1", Args: "2", Want: strconv.Quote(newToken())}, {ID: "h2", Args: "3", Want: strconv.Quote(newToken())}}},
		"boom": {Entry: "Boom", Signature: "func Boom(n int) int", Cases: []bench.Case{
			{ID: "v1", Visible: true, Args: "1", Want: number()}, {ID: "h1", Args: "2", Panics: true}}},
		"find": {Entry: "Find", Signature: "func Find(n int) (Point, error)",
			Context: "import \"errors\"\n\ntype Point struct{ X, Y int }\n\nvar (\n\tErrSecret = errors.New(\"secret\")\n\tErrOther = errors.New(\"other\")\n)\n\nfunc Base(n int) Point { return Point{n, n} }\n",
			Cases: []bench.Case{
				{ID: "v1", Visible: true, Args: "1", Want: point() + ", nil"}, {ID: "h1", Args: "2", Want: "Point{}, ErrSecret"}, {ID: "h2", Args: "3", Want: point() + ", nil"}}},
		"value": {Entry: "Value", Signature: "func Value(n int) any", Cases: []bench.Case{
			{ID: "v1", Visible: true, Args: "1", Want: number()}, {ID: "h1", Args: "2", Want: strconv.Quote(newToken())}, {ID: "h2", Args: "3", Want: "[]any{1, " + strconv.Quote(newToken()) + "}"}}},
		"number": {Entry: "Number", Signature: "func Number(n int) float64", Compare: bench.Compare{Tolerance: 1e-6}, Cases: []bench.Case{
			{ID: "v1", Visible: true, Args: "1", Want: number() + ".5"}, {ID: "h1", Args: "2", Want: "math.NaN()"}, {ID: "h2", Args: "3", Want: "0"}}},
		"list": {Entry: "List", Signature: "func List(n int) []int", Compare: bench.Compare{Unordered: true}, Cases: []bench.Case{
			{ID: "v1", Visible: true, Args: "1", Want: "[]int{" + number() + ", 0, 0, 0}"}, {ID: "h1", Args: "2", Want: "[]int{" + number() + "}"}}},
		"checked": {Entry: "Pick", Signature: "func Pick(n int) []int", Cases: []bench.Case{{ID: "h1", Args: "1"}},
			Checker: "import (\n\t\"errors\"\n\t\"fmt\"\n)\n\nfunc Check(n int, got []int) error {\n\tif got[0] > 0 {\n\t\treturn fmt.Errorf(\"%d\", len(make([]byte, got[0])))\n\t}\n\tfor i := 0; i != got[0]; i++ {\n\t}\n\treturn errors.New(\"none is right\")\n}\n"},
		"tested": {Entry: "Double", Signature: "func Double(n int) int", Reference: "func Double(n int) int { return 2 * n }",
			Test: &bench.CodeTest{Name: "TestDouble", Code: "import (\n\t\"testing\"\n\n\t\"github.com/stretchr/testify/assert\"\n)\n\nfunc TestDouble(t *testing.T) {\n\tassert.Equal(t, 2, Double(1))\n\tassert.Equal(t, 4, Double(2))\n\tassert.Equal(t, 6, Double(3))\n}\n"}},
	}
	for id, task := range tasks {
		task.ID = id
		tasks[id] = task
	}
	return tasks
}
