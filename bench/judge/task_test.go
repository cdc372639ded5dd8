package judge

import (
	"context"
	"strings"
	"sync"
	"testing"

	"dialogo/bench"
)

func TestChecker(t *testing.T) {
	task := bench.Task{ID: "split", Entry: "Split", Signature: "func Split(n int, parts ...int) (*Pair, error)",
		Context: "type Pair struct{ A, B int }\n\nvar ErrOdd = errors.New(\"odd\")\n",
		Checker: `import (
	"errors"
	"fmt"
)

// Check wants any two positive numbers.
func Check(n int, parts []int, p *Pair, err error) error {
	if n < 2 {
		if !errors.Is(err, ErrOdd) {
			return fmt.Errorf("error is %v", err)
		}
		return nil
	}
	if p.A < 1 || p.B < 1 || p.A+p.B != n+len(parts) {
		return fmt.Errorf("%d and %d is not %d", p.A, p.B, n)
	}
	return nil
}`,
		Cases: []bench.Case{{ID: "h1", Args: "5"}, {ID: "h2", Args: "5, 1, 2"}, {ID: "h3", Args: "5, []int{1}..."}, {ID: "h4", Args: "0"}, {ID: "h5", Args: "-7", Panics: true}},
	}
	task.Context = "import \"errors\"\n" + task.Context
	const begin = "func Split(n int, parts ...int) (*Pair, error) {\n\tif n == -7 { panic(n) }\n\tif n < 2 { return nil, ErrOdd }\n"
	tests := []struct{ name, code, want string }{
		{"one right answer", begin + "return &Pair{1, n+len(parts)-1}, nil }",
			"passed | h1 passed got &Pair{A: 1, B: 4}, nil | h2 passed got &Pair{A: 1, B: 6}, nil | h3 passed got &Pair{A: 1, B: 5}, nil | h4 passed got nil, ErrOdd | h5 passed (panic: -7)"},
		{"another", begin + "return &Pair{n+len(parts)-1, 1}, nil }",
			"passed | h1 passed got &Pair{A: 4, B: 1}, nil | h2 passed got &Pair{A: 6, B: 1}, nil | h3 passed got &Pair{A: 5, B: 1}, nil | h4 passed got nil, ErrOdd | h5 passed (panic: -7)"},
		{"a wrong one", begin + "return &Pair{n, 1}, nil }",
			"wrong_answer | h1 wrong_answer got &Pair{A: 5, B: 1}, nil (5 and 1 is not 5) | h2 wrong_answer got &Pair{A: 5, B: 1}, nil (5 and 1 is not 5) | h3 passed got &Pair{A: 5, B: 1}, nil | h4 passed got nil, ErrOdd | h5 passed (panic: -7)"},
		{"one the checker panics on", begin + "return nil, nil }",
			"wrong_answer | h1 wrong_answer got nil, nil (checker: panic: runtime error: invalid memory address or nil pointer dereference) | h2 wrong_answer got nil, nil (checker: panic: runtime error: invalid memory address or nil pointer dereference) | h3 wrong_answer got nil, nil (checker: panic: runtime error: invalid memory address or nil pointer dereference) | h4 passed got nil, ErrOdd | h5 passed (panic: -7)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := summary(verdict(t, &task, tt.code)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestACheckerThatDiesOverResultsDidNotFindThemRight(t *testing.T) {
	task := cases("Count", "func Count(n int) int", "1", "", "2", "", "3", "")
	task.Checker = `func Check(n, got int) error {
	sum := 0
	for i := 0; i < got; i++ {
		sum += i
	}
	if got < -1 {
		var all [][]byte
		for {
			b := make([]byte, 1<<20)
			for i := range b {
				b[i] = 1
			}
			all = append(all, b)
		}
	}
	if got == -1 {
		<-make(chan int)
	}
	if got != n {
		return errors.New("no")
	}
	return nil
}`
	task.Checker = "import \"errors\"\n" + task.Checker
	for code, want := range map[string]string{
		"func Count(n int) int { return n }":                               "passed | h1 passed got 1 | h2 passed got 2 | h3 passed got 3",
		"func Count(n int) int { if n == 1 { return 1 << 62 }; return n }": "wrong_answer | h1 wrong_answer got 4611686018427387904 (checker: took more than 2s of processor time) | h2 passed got 2 | h3 passed got 3",
		"func Count(n int) int { if n == 2 { return -2 }; return n }":      "wrong_answer | h1 passed got 1 | h2 wrong_answer got -2 (checker: needed more than 1024 MiB of memory) | h3 passed got 3",
		"func Count(n int) int { if n == 2 { return -1 }; return n }":      "wrong_answer | h1 passed got 1 | h2 wrong_answer got -1 (checker: fatal error: all goroutines are asleep - deadlock!) | h3 passed got 3",
	} {
		if got := summary(verdict(t, &task, code)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

// decode is in the shape of the HumanEval-X tasks that cannot be lifted.
var decode = bench.Task{ID: "decode", Entry: "DecodeShift", Signature: "func DecodeShift(s string) string",
	Context:   "// EncodeShift shifts by 5.\nfunc EncodeShift(s string) string {\n\tr := []rune(s)\n\tfor i, c := range r {\n\t\tr[i] = (c+5-'a')%26 + 'a'\n\t}\n\treturn string(r)\n}\n",
	Reference: "func DecodeShift(s string) string {\n\tr := []rune(s)\n\tfor i, c := range r {\n\t\tr[i] = (c+21-'a')%26 + 'a'\n\t}\n\treturn string(r)\n}\n",
	Cases:     []bench.Case{{ID: "v1", Visible: true, Args: `"fgh"`, Want: `"abc"`}},
	Test: &bench.CodeTest{Name: "TestDecodeShift", Code: `import (
	"testing"
	"math/rand"
	"github.com/stretchr/testify/assert"
)

func TestDecodeShift(t *testing.T) {
	assert := assert.New(t)
	for i := 0; i < 4; i++ {
		runes := make([]rune, 0)
		for j := 0; j < 5; j++ {
			runes = append(runes, 'a'+rand.Int31n(26))
		}
		assert.Equal(DecodeShift(EncodeShift(string(runes))), string(runes))
	}
	assert.Equal("", DecodeShift(""))
}
`}}

func TestTestCode(t *testing.T) {
	tests := []struct{ name, code, want string }{
		{"passed", decode.Reference, `passed | v1 passed got "abc" | c1 passed | c2 passed | c3 passed | c4 passed | c5 passed`},
		{"wrong", "func DecodeShift(s string) string { if s == \"fgh\" { return \"abc\" }; return \"?\" }", ""},
		{"a panic in the third check", "var n int\nfunc DecodeShift(s string) string { if n++; n == 4 { panic(n) }; if s == \"\" { return \"x\" }\n" + decode.Reference[strings.Index(decode.Reference, "{")+1:], ""},
		{"exit in init", "import \"os\"\nfunc init() { os.Exit(0) }\n" + decode.Reference,
			"runtime_error | v1 runtime_error (the program exited with status 0) | c1 runtime_error (the program exited with status 0) | c2 not_run | c3 not_run | c4 not_run | c5 not_run"},
		{"an early exit", "import \"os\"\nfunc DecodeShift(s string) string { if s == \"\" { os.Exit(0) }\n" + decode.Reference[strings.Index(decode.Reference, "{")+1:],
			`runtime_error | v1 passed got "abc" | c1 passed | c2 passed | c3 passed | c4 passed | c5 runtime_error (the program exited with status 0)`},
		{"the end of the goroutine", "import \"runtime\"\nfunc DecodeShift(s string) string { if s == \"\" { runtime.Goexit() }\n" + decode.Reference[strings.Index(decode.Reference, "{")+1:],
			`wrong_answer | v1 passed got "abc" | c1 passed | c2 passed | c3 passed | c4 passed | c5 wrong_answer (the test ended without returning)`},
		{"passed with the test's names redeclared", decode.Reference + "func TestDecodeShift() {}\nfunc append() {}\nfunc len() {}\nconst true, nil = 1, 2\nvar assert, testing = 1, 2",
			`passed | v1 passed got "abc" | c1 passed | c2 passed | c3 passed | c4 passed | c5 passed`},
		{"the given function redeclared", "func EncodeShift(s string) string { return s }\nfunc DecodeShift(s string) string { if s == \"fgh\" { return \"abc\" }; return s }", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := verdict(t, &decode, tt.code)
			if v.Trust != bench.TrustInProcess {
				t.Errorf("trust is %s", v.Trust)
			}
			got := summary(v)
			if tt.want != "" && got != tt.want || v.Status == bench.Passed && !strings.HasPrefix(tt.name, "passed") {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if v.Status != bench.CompileError && len(v.Cases) != 6 {
				t.Errorf("%d results: %s", len(v.Cases), got)
			}
		})
	}
}

func TestTestCodeWithoutAssertions(t *testing.T) {
	task := bench.Task{ID: "one", Entry: "One", Signature: "func One() int", Reference: "func One() int { return 1 }",
		Test: &bench.CodeTest{Name: "TestOne", Code: "import \"testing\"\nfunc TestOne(t *testing.T) { t.Run(\"sub\", func(t *testing.T) { if got := One(); got != 1 { t.Fatalf(\"One() = %d\", got) } }) }"}}
	for code, want := range map[string]string{
		task.Reference:                     "passed | c1 passed",
		"func One() int { return 2 }":      "wrong_answer | c1 wrong_answer (One() = 2)",
		"func One() string { return 2 }":   "compile_error | answer.go:1:28: cannot use 2 (untyped int constant) as string value in return statement",
		"func One() (x string) { return }": "compile_error | answer.go:1:6: One has type func() (x string); the task asks for func() int",
	} {
		if got := summary(verdict(t, &task, code)); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestAFailingReferenceIsAFaultOfTheTask(t *testing.T) {
	task := decode
	task.Reference = "func DecodeShift(s string) string { return s }"
	_, err := testJudge(t).Judge(context.Background(), &task, decode.Reference)
	if err == nil || !strings.Contains(err.Error(), `task "decode": the reference fails the test code`) {
		t.Error(err)
	}
}

func TestEqualAnswersAreJudgedOnceAndCallersMayGiveUp(t *testing.T) {
	j := testJudge(t)
	task := clamp
	task.ID = "clamp-once"
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := j.Judge(gone, &task, "func Clamp(x, lo, hi int) int { return 7 }"); err == nil {
		t.Error("a cancelled call returned no error")
	}
	var wg sync.WaitGroup
	verdicts := make([]bench.Verdict, 8)
	for i := range verdicts {
		wg.Go(func() {
			verdicts[i], _ = j.Judge(context.Background(), &task, "func Clamp(x, lo, hi int) int { return 7 }")
		})
	}
	wg.Wait()
	for _, v := range verdicts {
		// Wall times are measured once, so equal times tell a shared verdict.
		if v.Status != bench.WrongAnswer || v.CompileMS != verdicts[0].CompileMS || v.RunMS != verdicts[0].RunMS {
			t.Errorf("got %+v and %+v", v, verdicts[0])
		}
	}
	verdicts[0].Cases[0].Got = "changed"
	if again := verdict(t, &task, "func Clamp(x, lo, hi int) int { return 7 }"); again.Cases[0].Got != "7" {
		t.Error("a caller's change reached the kept verdict")
	}
}

func TestUnsandboxed(t *testing.T) {
	j, err := New(context.Background(), Options{Unsandboxed: true})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if !strings.HasPrefix(j.Sandbox(), "none") {
		t.Errorf("sandbox is %q", j.Sandbox())
	}
	for code, want := range map[string]bench.Status{
		"func Clamp(x, lo, hi int) int { return max(lo, min(x, hi)) }":          bench.Passed,
		"func Clamp(x, lo, hi int) int { return y }":                            bench.CompileError,
		"func Clamp(x, lo, hi int) int { for {} }":                              bench.Timeout,
		"import \"os\"\nfunc Clamp(x, lo, hi int) int { os.Exit(1); return 0 }": bench.RuntimeError,
		"func Clamp(x, lo, hi int) int { var all [][]byte; for { b := make([]byte, 1<<20); for i := range b { b[i] = 1 }; all = append(all, b) } }": bench.Memory,
	} {
		v, err := j.Judge(context.Background(), &clamp, code)
		if err != nil || v.Status != want {
			t.Errorf("%s: %s, %v; want %s", code, v.Status, err, want)
		}
	}
}

func TestDoctor(t *testing.T) {
	for _, c := range testJudge(t).Doctor() {
		if !c.Holds || c.Name == "" || c.Detail == "" {
			t.Errorf("%+v", c)
		}
	}
}
