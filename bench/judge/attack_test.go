//go:build linux

package judge_test

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"text/template"
	"time"

	"dialogo/bench"
	"dialogo/bench/benchtest"
	"dialogo/bench/judge"
)

// attackLimits make bombs short. They are still far above what the honest need.
var attackLimits = bench.Limits{Compile: bench.Duration(2 * time.Second), Case: bench.Duration(200 * time.Millisecond), MemoryMB: 128}

// TestAttacks judges every program of testdata/attacks, all of a group at the same
// time and with honest answers among them, as a run would. Each is judged twice, under
// another text. What each tries, and what must become of it, is in its first lines:
//
//	// Tries: what it tries, in a sentence
//	// Want: the statuses its verdict may have
//	// Case: a case, and the status it must have
//	// Says: a text that must be in the verdict: "held" where the program itself looks
//	//       whether it got through
//	// Task: the task it answers, if not "secret", see attackTasks
//	// Varies: why the two verdicts need not be equal; without it they must
//	// Once: why it is judged only once
//	// Trust: the trust of the verdict, if not "outside"
//	// Arch: the only architecture it works on
//	// Bare: yes, if it is judged without these lines
//
// No attack may pass unless it says so, no verdict may hold a planted secret, no file
// may appear or change, no process, mount or descriptor may be left, and the honest
// must get the verdicts they get alone.
//
// Files ending in .tmpl are templates, with delimiters « and »: what is too large to be
// kept, or no Go that gofmt would read. In all @SECRET@, @CWD@, @TMP@, @HOME@, @GO@ and
// @MARK@ stand for the path of a secret, writable folders, the go command, and a name by
// which files of attacks are recognised. DIALOGO_ATTACK=text in the environment judges
// only those whose file's name holds the text, DIALOGO_ATTACK_ONCE=1 each only once,
// DIALOGO_ATTACK_TWICE=1 those twice, too, that compilers take long for.
func TestAttacks(t *testing.T) {
	if testing.Short() {
		t.Skip("judges some hundred programs")
	}
	adoptOrphans(t)
	attacks := readAttacks(t)
	tasks := attackTasks()
	p := plant(t, tasks)
	mounts, descriptors, processes := readMounts(t), openDescriptors(t), descendants(t)
	j := openJudge(t, attackLimits)
	alone := honestAlone(t, j)
	for _, group := range slices.Sorted(maps.Keys(attacks)) {
		t.Run(group, func(t *testing.T) {
			attackTogether(t, j, p, tasks, attacks[group], alone)
			p.check(t)
			onlyOurOwnRuns(t)
		})
	}
	if err := j.Close(); err != nil {
		t.Error(err)
	}
	p.check(t)
	p.nothingIn(t, p.tmp)
	eventually(t, "processes left", func() string { return news(processes, descendants(t)) })
	eventually(t, "mounts left", func() string { return news(mounts, readMounts(t)) })
	eventually(t, "descriptors left", func() string { return news(descriptors, openDescriptors(t)) })
}

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

// planted are the secrets that no verdict may show, and the places that no attack may
// change.
type planted struct {
	tokens []string
	words  *strings.Replacer
	mark   string
	tmp    string
	places []string
	before map[string]string
}

// plant puts secrets into files, the environment and tasks, and makes the folders for
// temporary files, the user's home and the working folder ones that are watched.
func plant(t *testing.T, tasks map[string]bench.Task) *planted {
	t.Helper()
	goTool, err := exec.LookPath("go")
	benchtest.Need(t, err == nil, "the go command")
	cache, err := exec.Command(goTool, "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.MkdirTemp("", "dialogo-attacks-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	p := &planted{mark: "mark" + rand.Text(), tmp: filepath.Join(root, "tmp")}
	home, cwd, secret := filepath.Join(root, "home"), filepath.Join(root, "cwd"), filepath.Join(root, "secret")
	p.places = []string{home, cwd, p.tmp}
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, dir := range p.places {
		if err := errors.Join(os.Mkdir(dir, 0o777), os.Chmod(dir, 0o777)); err != nil {
			t.Fatal(err)
		}
		p.file(t, filepath.Join(dir, "token"))
	}
	p.file(t, secret)
	p.tokens = append(p.tokens, newToken())
	for k, v := range map[string]string{"DIALOGO_TOKEN": p.tokens[0], "HOME": home, "TMPDIR": p.tmp, "XDG_CONFIG_HOME": root, "GOCACHE": strings.TrimSpace(string(cache))} {
		t.Setenv(k, v)
	}
	t.Chdir(cwd)
	for _, task := range tasks {
		for _, c := range task.Cases {
			if s, err := strconv.Unquote(c.Want); err == nil {
				p.tokens = append(p.tokens, s)
			}
		}
	}
	p.words = strings.NewReplacer("@SECRET@", secret, "@CWD@", cwd, "@TMP@", p.tmp, "@HOME@", home, "@GO@", goTool, "@MARK@", p.mark)
	p.before = p.look(t)
	return p
}

// file plants a file with a token that everybody may read and write.
func (p *planted) file(t *testing.T, name string) {
	t.Helper()
	p.tokens = append(p.tokens, newToken())
	if err := errors.Join(os.WriteFile(name, []byte(p.tokens[len(p.tokens)-1]), 0o666), os.Chmod(name, 0o666)); err != nil {
		t.Fatal(err)
	}
}

// look says what is in the watched places, but for the judge's own folder; of places
// that others use too, only what attacks made.
func (p *planted) look(t testing.TB) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, place := range p.places {
		err := filepath.WalkDir(place, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if strings.HasPrefix(d.Name(), "dialogo-") {
				return fs.SkipDir
			}
			fi, err := d.Info()
			if err != nil {
				return err
			}
			found[path] = fi.Mode().String()
			if fi.Mode().IsRegular() {
				b, _ := os.ReadFile(path)
				found[path] += " " + string(b)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	for _, place := range []string{"/tmp", "/var/tmp", "/dev/shm", "/dev", "/etc", "/"} {
		marked, _ := filepath.Glob(filepath.Join(place, "*"+p.mark+"*"))
		for _, path := range marked {
			found[path] = "made by an attack"
		}
	}
	return found
}

func (p *planted) check(t testing.TB) {
	t.Helper()
	now := p.look(t)
	if left := news(p.before, now); left != "" {
		t.Errorf("files outside were made:\n%s", left)
	}
	for path, was := range p.before {
		if is := now[path]; is != was {
			t.Errorf("%s was %q, is %q", path, was, is)
		}
	}
}

// nothingIn wants a folder to hold nothing but what was planted.
func (p *planted) nothingIn(t testing.TB, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("left in the folder for temporary files: %v, %v", entries, err)
	}
}

// openJudge opens a judge or skips the test.
func openJudge(t testing.TB, limits bench.Limits) *judge.Judge {
	t.Helper()
	j, err := judge.New(t.Context(), judge.Options{Limits: limits})
	benchtest.Need(t, err == nil, fmt.Sprintf("a machine that can compile and isolate answers (%v)", err))
	t.Cleanup(func() { j.Close() })
	return j
}

// honest are answers as models write them, built in each of the ways there are, with
// verdicts of each kind.
var honest = []struct {
	task bench.Task
	code string
}{
	{rightTask, "func Right(n int) int { return n * n }"},
	{rightTask, "func Right(n int) int { return helper(n, n) }\n\nfunc helper(a, b int) int { return a * b }"},
	{rightTask, "func Right(n int) int { return n + n }"},
	{rightTask, "type pair struct{ a, b int }\n\nfunc (p pair) times() int { return p.a * p.b }\n\nfunc Right(n int) int { return pair{n, n}.times() }"},
	{rightTask, "func Right(n int) int {\n\tc := make(chan int)\n\tgo func() { c <- n * n }()\n\treturn <-c\n}"},
	{rightTask, "import \"fmt\"\n\nfunc Right(n int) int {\n\tfmt.Println(n)\n\tif n > 2 {\n\t\tpanic(fmt.Sprint(\"no more than \", 2))\n\t}\n\treturn n * n\n}"},
	{rightTask, "var cache = map[int]int{}\n\nfunc init() { cache[2] = 4 }\n\nfunc Right(n int) int {\n\tif v, ok := cache[n]; ok {\n\t\treturn v\n\t}\n\treturn n * n\n}"},
	{rightTask, "func Right(n int) int { return []int{0, 1, 4}[n] }"},
	{rightTask, "func Right(n int) int { return n * m }"},
	{rightTask, "func Right(n int) int {\n\tx := 0\n\tfor i := range 5000000 * n {\n\t\tx += i & 1\n\t}\n\treturn n*n + x - 2500000*n\n}"},
	{rightTask, "func Right(n int) int {\n\tall := make([]int, 1<<20)\n\tfor i := range all {\n\t\tall[i] = n * n\n\t}\n\treturn all[n]\n}"},
	{shapeTask, "func Turn(p Spot) (Spot, error) {\n\tif p.X < 0 {\n\t\treturn p, ErrSpot\n\t}\n\treturn Spot{p.Y, p.X}, nil\n}"},
	{shapeTask, "func Turn(p Spot) (Spot, error) { return p, nil }"},
}

var rightTask = bench.Task{ID: "right", Entry: "Right", Signature: "func Right(n int) int", Reference: "func Right(n int) int { return n * n }", Cases: []bench.Case{
	{ID: "v1", Visible: true, Args: "2", Want: "4"}, {ID: "h1", Args: "3", Want: "9"}, {ID: "h2", Args: "0", Want: "0"}}}

var shapeTask = bench.Task{ID: "shape", Entry: "Turn", Signature: "func Turn(p Spot) (Spot, error)",
	Context: "import \"errors\"\n\ntype Spot struct{ X, Y int }\n\nvar ErrSpot = errors.New(\"no such spot\")\n",
	Cases:   []bench.Case{{ID: "v1", Visible: true, Args: "Spot{1, 2}", Want: "Spot{2, 1}, nil"}, {ID: "h1", Args: "Spot{-1, 0}", Want: "Spot{-1, 0}, ErrSpot"}}}

// honestAlone are the verdicts of the honest, each judged while nothing else is.
func honestAlone(t testing.TB, j *judge.Judge) []string {
	t.Helper()
	var alone []string
	for i, h := range honest {
		v, err := j.Judge(t.Context(), &h.task, h.code)
		if err != nil {
			t.Fatalf("honest answer %d: %v", i, err)
		}
		alone = append(alone, words(v))
	}
	return alone
}

// words are all a verdict says that must not vary.
func words(v bench.Verdict) string {
	v.Resources = bench.Resources{}
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// attackTogether judges attacks, all at once, each twice, with the honest among them.
func attackTogether(t *testing.T, j *judge.Judge, p *planted, tasks map[string]bench.Task, attacks []attack, alone []string) {
	verdicts := make([][2]bench.Verdict, len(attacks)) // a second one only if there is one
	errs := make([]error, len(attacks))
	var wg sync.WaitGroup
	for i, a := range attacks {
		task := tasks[a.task()]
		for k := range a.times() {
			wg.Go(func() {
				v, err := j.Judge(t.Context(), &task, p.words.Replace(a.code)+strings.Repeat("\n// again", k)+"\n")
				verdicts[i][k] = v
				if err != nil {
					errs[i] = err
				}
			})
		}
		if i%2 == 0 {
			wg.Go(func() { judgeHonest(t, j, alone, i/2, t.Name()) })
		}
	}
	wg.Wait()
	for i, a := range attacks {
		t.Run(filepath.Base(a.name), func(t *testing.T) {
			if errs[i] != nil {
				t.Fatal(errs[i])
			}
			a.check(t, p, verdicts[i])
		})
	}
}

// judgeHonest judges one of the honest again and wants the verdict it got alone. The
// text differs each time: equal answers are judged once.
func judgeHonest(t testing.TB, j *judge.Judge, alone []string, i int, round string) {
	h := honest[i%len(honest)]
	v, err := j.Judge(t.Context(), &h.task, fmt.Sprintf("%s\n\n// %s %d\n", h.code, round, i))
	if err != nil {
		t.Errorf("honest answer %d: %v", i%len(honest), err)
	} else if got, want := words(v), alone[i%len(honest)]; got != want {
		t.Errorf("honest answer %d among others: got\n%s\nalone it gets\n%s", i%len(honest), got, want)
	}
}

// check wants of an attack's verdicts what it says itself, and what is wanted of all.
func (a attack) check(t *testing.T, p *planted, verdicts [2]bench.Verdict) {
	for _, v := range verdicts[:a.times()] {
		got := words(v)
		t.Logf("%s; %.1f s to build, %.1f s to run, %d MiB; %.1000s", v.Status, v.CompileMS/1000, v.RunMS/1000, v.MemoryKB>>10, readable(v))
		if !slices.Contains(strings.Fields(a.note("Want")), string(v.Status)) {
			t.Errorf("tries %s: got %s, want %s", a.note("Tries"), v.Status, a.note("Want"))
		}
		for _, token := range p.tokens {
			if strings.Contains(got, token) {
				t.Errorf("tries %s: the verdict shows a secret: %s", a.note("Tries"), got)
			}
		}
		for _, c := range a.notes["Case"] {
			id, status, _ := strings.Cut(c, " ")
			if !slices.ContainsFunc(v.Cases, func(r bench.CaseResult) bool { return r.Case == id && string(r.Status) == status }) {
				t.Errorf("case %s must be %s: %s", id, status, got)
			}
		}
		if says := a.note("Says"); says != "" && (v.Status == bench.WrongAnswer || v.Status == bench.CompileError) && !strings.Contains(readable(v), says) {
			t.Errorf("tries %s: the verdict does not say %s: %s", a.note("Tries"), says, readable(v))
		}
		if want := cmp.Or(a.note("Trust"), string(bench.TrustOutside)); a.task() != "tested" && string(v.Trust) != want {
			t.Errorf("trust %s, want %s", v.Trust, want)
		}
	}
	if first, second := words(verdicts[0]), words(verdicts[1]); a.times() > 1 && a.note("Varies") == "" && first != second {
		t.Errorf("two verdicts differ:\n%s\n%s", first, second)
	}
}

// readable is what a verdict says of an answer, without the quoting of JSON.
func readable(v bench.Verdict) string {
	var b strings.Builder
	for _, d := range v.Diagnostics {
		fmt.Fprintln(&b, d)
	}
	for _, c := range v.Cases {
		fmt.Fprintln(&b, c.Case, c.Status, c.Got, c.Message)
	}
	return b.String()
}

// adoptOrphans makes this process the parent of all its descendants whose parents end,
// so that none is lost from sight.
func adoptOrphans(t testing.TB) {
	t.Helper()
	const setChildSubreaper = 36
	if _, _, e := syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0); e != 0 {
		t.Fatal(e)
	}
}

// descendants are the processes below this one, but for the dead, with their programs.
func descendants(t testing.TB) map[string]string {
	t.Helper()
	parent, program := map[string]string{}, map[string]string{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range stats {
		b, err := os.ReadFile(file)
		open, end := bytes.IndexByte(b, '('), bytes.LastIndexByte(b, ')')
		if err != nil || open < 0 || end < 0 {
			continue // it has ended
		}
		if f := strings.Fields(string(b[end+1:])); len(f) > 1 && f[0] != "Z" && f[0] != "X" {
			id := strings.TrimSpace(string(b[:open]))
			exe, _ := os.Readlink("/proc/" + id + "/exe")
			parent[id], program[id] = f[1], exe+" "+string(b[open:end+1])
		}
	}
	self := strconv.Itoa(os.Getpid())
	found := map[string]string{}
	for id := range parent {
		for up := id; up != ""; up = parent[up] {
			if parent[up] == self {
				found[id] = program[id]
				break
			}
		}
	}
	return found
}

// onlyOurOwnRuns wants no process to run but the sandbox's own, which are this program.
func onlyOurOwnRuns(t testing.TB) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "processes left", func() string {
		left := descendants(t)
		maps.DeleteFunc(left, func(_, program string) bool { return strings.HasPrefix(program, self+" ") })
		return news(nil, left)
	})
}

func readMounts(t testing.TB) map[string]string {
	t.Helper()
	b, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	mounts := map[string]string{}
	for line := range strings.Lines(string(b)) {
		mounts[line] = ""
	}
	return mounts
}

// openDescriptors are this process's open files by what they are, with their number.
func openDescriptors(t testing.TB) map[string]string {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, e := range entries {
		if to, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil {
			found[e.Name()] = to
		}
	}
	return found
}

// news are the keys of now that were not there before.
func news(before, now map[string]string) string {
	var left []string
	for k, v := range now {
		if _, was := before[k]; !was {
			left = append(left, k+" "+v)
		}
	}
	slices.Sort(left)
	return strings.Join(left, "\n")
}

// eventually gives what is ending some seconds to end.
func eventually(t testing.TB, what string, left func() string) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		found := left()
		if found == "" {
			return
		}
		if time.Now().After(end) {
			t.Errorf("%s:\n%s", what, found)
			return
		}
	}
}
