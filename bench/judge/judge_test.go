package judge

import (
	"context"
	"errors"
	"strings"
	"testing"

	"dialogo/bench"
)

// verdict judges or fails the test.
func verdict(t *testing.T, task *bench.Task, code string) bench.Verdict {
	t.Helper()
	v, err := testJudge(t).Judge(context.Background(), task, code)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// summary writes the outcome of each case in one line.
func summary(v bench.Verdict) string {
	var b strings.Builder
	b.WriteString(string(v.Status))
	for _, d := range v.Diagnostics {
		b.WriteString(" | " + d.String())
	}
	if v.Status == bench.CompileError || v.Status == bench.NoCode {
		return b.String()
	}
	for _, c := range v.Cases {
		b.WriteString(" | " + c.Case + " " + string(c.Status))
		if c.Got != "" {
			b.WriteString(" got " + c.Got)
		}
		if c.Message != "" {
			b.WriteString(" (" + c.Message + ")")
		}
	}
	return b.String()
}

func cases(entry, signature string, pairs ...string) bench.Task {
	t := bench.Task{ID: strings.ToLower(entry), Entry: entry, Signature: signature}
	for i := 0; i < len(pairs); i += 2 {
		c := bench.Case{ID: "h" + string(rune('1'+i/2)), Args: pairs[i], Want: pairs[i+1]}
		if c.Want == "panic" {
			c.Want, c.Panics = "", true
		}
		t.Cases = append(t.Cases, c)
	}
	return t
}

var div = func() bench.Task {
	t := cases("Div", "func Div(a, b int) (int, error)", "6, 3", "2, nil", "1, 0", "0, ErrZero", "-1, 0", "0, error")
	t.Context = "import \"errors\"\n\nvar (\n\tErrZero = errors.New(\"division by zero\")\n\tErrOther = errors.New(\"other\")\n)\n"
	return t
}()

var shapes = func() bench.Task {
	t := cases("Box", "func Box(ps []Point) Rect",
		"[]Point{{1, 2}, {X: -1, Y: 5}}", "Rect{Min: Point{-1, 2}, Max: Point{1, 5}}", "nil", "Rect{}")
	t.Context = "type Point struct{ X, Y int }\n\ntype Rect struct{ Min, Max Point }\n\nconst Big = 1 << 40\n\n// Less says more.\nfunc Less(a, b Point) bool { return a.X < b.X }\n\nfunc Pick[T any](c bool, a, b T) T {\n\tif c {\n\t\treturn a\n\t}\n\treturn b\n}\n"
	return t
}()

var mapping = cases("Map", "func Map[T, U any](xs []T, f func(T) U) []U",
	"[]int{1, 2}, func(x int) string { return strconv.Itoa(x) }", `[]string{"1", "2"}`,
	`[]string{"a"}, strings.ToUpper`, `[]string{"A"}`,
	"[]int{1, 2}, func(x int) int { return x * x }", "[]int{1, 4}",
	"[]int(nil), func(x int) int { return x }", "nil")

func TestVerdicts(t *testing.T) {
	const goodDiv = "func Div(a, b int) (int, error) { if b == 0 { return 0, ErrZero }; return a / b, nil }"
	tests := []struct {
		name string
		task bench.Task
		code string
		want string
	}{
		{"passed", clamp, "func Clamp(x, lo, hi int) int { return max(lo, min(x, hi)) }", "passed | v1 passed got 3 | h1 passed got 0 | h2 passed got 2"},
		{"any package clause, a main function, other names of parameters", clamp,
			"package solution\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(Clamp(1, 2, 3)) }\n\nfunc Clamp(a int, b int, c int) int { return max(b, min(a, c)) }",
			"passed | v1 passed got 3 | h1 passed got 0 | h2 passed got 2"},
		{"comments that begin like directives", clamp, "//export the function\n//go:embedded\nfunc Clamp(x, lo, hi int) int { return max(lo, min(x, hi)) } //export Clamp", "passed | v1 passed got 3 | h1 passed got 0 | h2 passed got 2"},
		{"a main function that is called", clamp, "func main() { n++ }\nvar n int\nfunc Clamp(x, lo, hi int) int { main(); return max(lo, min(x, hi)) + n/4 }", "passed | v1 passed got 3 | h1 passed got 0 | h2 passed got 2"},
		{"the entry function as a variable", clamp, "var Clamp = func(x, lo, hi int) int { return max(lo, min(x, hi)) }", "passed | v1 passed got 3 | h1 passed got 0 | h2 passed got 2"},
		{"predeclared names redeclared", clamp,
			"type (\n\tstring = bool\n\tany int\n\terror int\n)\nvar nil, true, iota = 1, 2, 3\nfunc append() {}\nfunc panic() {}\nfunc Clamp(x, lo, hi int) int { return max(lo, min(x, hi)) }",
			"passed | v1 passed got 3 | h1 passed got 0 | h2 passed got 2"},
		{"wrong answer", clamp, "func Clamp(x, lo, hi int) int { return x }", "wrong_answer | v1 wrong_answer got 5 | h1 wrong_answer got -5 | h2 passed got 2"},
		{"panic in one case", clamp, "func Clamp(x, lo, hi int) int { if x == 2 { var p []int; return p[x] }; return max(lo, min(x, hi)) }",
			"runtime_error | v1 passed got 3 | h1 passed got 0 | h2 runtime_error (panic: runtime error: index out of range [2] with length 0)"},
		{"panic with a value", clamp, "type e struct{ A int; B *int }\nfunc Clamp(x, lo, hi int) int { if x > 3 { panic(e{A: 1}) }; if x < 0 { panic(errs(3)) }; panic(x) }\ntype errs int\nfunc (e errs) Error() string { return \"bad\" }",
			"runtime_error | v1 runtime_error (panic: e{A: 1, B: nil}) | h1 runtime_error (panic: bad) | h2 runtime_error (panic: 2)"},
		{"exit", clamp, "import \"os\"\nfunc Clamp(x, lo, hi int) int { if x == -5 { os.Exit(3) }; return max(lo, min(x, hi)) }",
			"runtime_error | v1 passed got 3 | h1 runtime_error (the program exited with status 3) | h2 passed got 2"},
		{"goexit", clamp, "import \"runtime\"\nfunc Clamp(x, lo, hi int) int { if x == -5 { runtime.Goexit() }; return max(lo, min(x, hi)) }",
			"runtime_error | v1 passed got 3 | h1 runtime_error (the call ended its goroutine (runtime.Goexit)) | h2 passed got 2"},
		{"deadlock", clamp, "func Clamp(x, lo, hi int) int { if x == -5 { var m chan int; <-m }; return max(lo, min(x, hi)) }",
			"runtime_error | v1 passed got 3 | h1 runtime_error (fatal error: all goroutines are asleep - deadlock!) | h2 passed got 2"},
		{"a local variable called main", clamp, "type t struct{ main int }\nfunc Clamp(x, lo, hi int) int { main := t{main: lo}; return max(main.main, min(x, hi)) }", "passed | v1 passed got 3 | h1 passed got 0 | h2 passed got 2"},
		{"a time zone", clamp, "import \"time\"\nfunc Clamp(x, lo, hi int) int { if z, err := time.LoadLocation(\"America/New_York\"); err != nil || time.Unix(0, 0).In(z).Hour() != 19 { panic(err) }; return max(lo, min(x, hi)) }",
			"passed | v1 passed got 3 | h1 passed got 0 | h2 passed got 2"},
		{"much memory in each case", clamp, "func Clamp(x, lo, hi int) int { b := make([]byte, 300<<20); for i := range b { b[i] = 1 }; return max(lo, min(x, hi)) }",
			"passed | v1 passed got 3 | h1 passed got 0 | h2 passed got 2"},
		{"a variable larger than memory", clamp, "var big [1<<30]byte\nfunc Clamp(x, lo, hi int) int { big[x&7] = 1; return max(lo, min(x, hi)) }",
			"memory | v1 memory (needed more than 512 MiB of memory) | h1 not_run | h2 not_run"},
		{"panic in another goroutine", clamp, "import \"time\"\nfunc Clamp(x, lo, hi int) int { if x == -5 { go func() { panic(\"lost\") }(); time.Sleep(time.Second) }; return max(lo, min(x, hi)) }",
			"runtime_error | v1 passed got 3 | h1 runtime_error (panic: lost) | h2 passed got 2"},
		{"concurrent map writes", clamp, "import \"sync\"\nfunc Clamp(x, lo, hi int) int { m := map[int]int{}; var w sync.WaitGroup; if x == -5 { for range 8 { w.Go(func() { for i := range 200000 { m[i&7]++ } }) } }; w.Wait(); return max(lo, min(x, hi)) }",
			"runtime_error | v1 passed got 3 | h1 runtime_error (fatal error: concurrent map writes) | h2 passed got 2"},
		{"endless recursion", clamp, "func Clamp(x, lo, hi int) int { if x == -5 { return 1 + Clamp(x, lo, hi) }; return max(lo, min(x, hi)) }",
			"runtime_error | v1 passed got 3 | h1 runtime_error (fatal error: stack overflow) | h2 not_run"},
		{"no code", clamp, " \n\t", "no_code"},

		{"errors", div, goodDiv, "passed | h1 passed got 2, nil | h2 passed got 0, ErrZero | h3 passed got 0, ErrZero"},
		{"a wrapped sentinel", div, strings.Replace("import \"fmt\"\n"+goodDiv, "0, ErrZero", "0, fmt.Errorf(\"div: %w\", ErrZero)", 1),
			"passed | h1 passed got 2, nil | h2 passed got 0, ErrZero /* \"div: division by zero\" */ | h3 passed got 0, ErrZero /* \"div: division by zero\" */"},
		{"sentinel repeated by the answer", div, "import \"errors\"\nvar ErrZero = errors.New(\"division by zero\")\n" + goodDiv,
			"passed | h1 passed got 2, nil | h2 passed got 0, ErrZero | h3 passed got 0, ErrZero"},
		{"sentinel made anew", div, "import \"errors\"\nvar ErrZero = errors.New(\"zero\")\n" + goodDiv,
			`wrong_answer | h1 passed got 2, nil | h2 wrong_answer got 0, errors.New("zero") | h3 passed got 0, errors.New("zero")`},
		{"another sentinel", div, strings.ReplaceAll(goodDiv, "ErrZero", "ErrOther"),
			"wrong_answer | h1 passed got 2, nil | h2 wrong_answer got 0, ErrOther | h3 passed got 0, ErrOther"},
		{"no error", div, "func Div(a, b int) (int, error) { if b == 0 { return 0, nil }; return a / b, nil }",
			"wrong_answer | h1 passed got 2, nil | h2 wrong_answer got 0, nil | h3 wrong_answer got 0, nil"},
		{"an error that is every error", div, "type all struct{}\nfunc (all) Error() string { return \"division by zero\" }\nfunc (all) Is(error) bool { return true }\nfunc Div(a, b int) (int, error) { if b == 0 { return 0, all{} }; return a / b, nil }",
			`wrong_answer | h1 passed got 2, nil | h2 wrong_answer got 0, /* an error that claims to be every error */ errors.New("division by zero") | h3 passed got 0, /* an error that claims to be every error */ errors.New("division by zero")`},
		{"an error whose methods panic", div, "type bad struct{}\nfunc (*bad) Error() string { panic(1) }\nfunc Div(a, b int) (int, error) { if b == 0 { return 0, &bad{} }; return a / b, nil }",
			"wrong_answer | h1 passed got 2, nil | h2 wrong_answer got 0, /* an error whose Error method panics */ | h3 passed got 0, /* an error whose Error method panics */"},

		{"given types", shapes, "func Box(ps []Point) (r Rect) { if len(ps) == 0 { return }; r = Rect{ps[0], ps[0]}; for _, p := range ps { r.Min.X = min(r.Min.X, p.X); r.Min.Y = min(r.Min.Y, p.Y); r.Max.X = max(r.Max.X, p.X); r.Max.Y = max(r.Max.Y, p.Y) }; return }",
			"passed | h1 passed got Rect{Min: Point{X: -1, Y: 2}, Max: Point{X: 1, Y: 5}} | h2 passed got Rect{Min: Point{X: 0, Y: 0}, Max: Point{X: 0, Y: 0}}"},
		{"given declarations used, repeated and replaced", shapes,
			"type Point struct {\n\tX, Y int // both\n}\nfunc Less(a, b Point) bool { return false }\nfunc Box(ps []Point) Rect { x := Big; _ = x; _ = Less(Point{}, Point{}); return Pick(true, Rect{}, Rect{}) }",
			"wrong_answer | h1 wrong_answer got Rect{Min: Point{X: 0, Y: 0}, Max: Point{X: 0, Y: 0}} | h2 passed got Rect{Min: Point{X: 0, Y: 0}, Max: Point{X: 0, Y: 0}}"},
		{"methods on given types", shapes,
			"type Point struct{ X, Y int }\nfunc (p *Point) grow(q Point) { p.X, p.Y = max(p.X, q.X), max(p.Y, q.Y) }\nfunc Less(a, b Point) bool { return true }\nfunc Box(ps []Point) (r Rect) { if len(ps) == 0 || !Less(ps[0], ps[0]) { return }; r = Rect{Min: Point{-1, 2}, Max: ps[0]}; for _, p := range ps { r.Max.grow(p) }; return }",
			"passed | h1 passed got Rect{Min: Point{X: -1, Y: 2}, Max: Point{X: 1, Y: 5}} | h2 passed got Rect{Min: Point{X: 0, Y: 0}, Max: Point{X: 0, Y: 0}}"},
		{"generic", mapping, "func Map[A, B any](xs []A, f func(A) B) (out []B) { for _, x := range xs { out = append(out, f(x)) }; return }",
			`passed | h1 passed got []string{"1", "2"} | h2 passed got []string{"A"} | h3 passed got []int{1, 4} | h4 passed got []int(nil)`},
		{"wanted panics", cases("At", "func At(xs []int, i int) int", "[]int{1}, 0", "1", "nil, 3", "panic"), "func At(xs []int, i int) int { return xs[i] }",
			"passed | h1 passed got 1 | h2 passed (panic: runtime error: index out of range [3] with length 0)"},
		{"no panic where one is wanted", cases("At", "func At(xs []int, i int) int", "nil, 3", "panic"), "func At(xs []int, i int) int { return 0 }",
			"wrong_answer | h1 wrong_answer got 0 (returned instead of panicking)"},
		{"variadic, interfaces and standard sentinels", cases("Sum", "func Sum(xs ...int) (any, error)", "1, 2", "3, nil", "[]int{4}...", "int64(4), nil", "", "nil, io.EOF"),
			"import \"io\"\nfunc Sum(xs ...int) (any, error) { s := 0; for _, x := range xs { s += x }; if len(xs) == 0 { return nil, io.EOF }; return s, nil }",
			"wrong_answer | h1 passed got 3, nil | h2 wrong_answer got 4, nil | h3 passed got nil, io.EOF"},
		{"no results", cases("Nop", "func Nop(x *int)", "new(int)", ""), "func Nop(x *int) { *x = 1 }", "passed | h1 passed"},
		{"values of all kinds", cases("All", "func All() (map[string][]byte, *int, [2]bool, float32, complex128, []any, func(), map[rune]struct{}, error)",
			"", `map[string][]byte{"b": []byte("x"), "a": {0}}, new(int), [2]bool{true}, 1.5, 2i, []any{1, "a", 2.5, nil, uint8(3)}, nil, map[rune]struct{}{'a': {}}, nil`),
			"func All() (map[string][]byte, *int, [2]bool, float32, complex128, []any, func(), map[rune]struct{}, error) {\n\treturn map[string][]byte{\"b\": []byte(\"x\"), \"a\": {0}}, new(int), [2]bool{true}, 1.5, 2i, []any{1, \"a\", 2.5, nil, uint8(3)}, nil, map[rune]struct{}{'a': {}}, nil\n}",
			`passed | h1 passed got map[string][]uint8{"a": {0}, "b": []byte("x")}, &(0), [2]bool{true, false}, 1.5, complex(0, 2), []any{1, "a", float64(2.5), nil, uint8(3)}, nil, map[int32]struct {}{97: {}}, nil`},
		{"a cycle", func() bench.Task {
			t := cases("Ring", "func Ring() *Node", "", "func() *Node { n := &Node{V: 1}; n.Next = n; return n }()")
			t.Context = "type Node struct { V int; Next *Node }"
			return t
		}(), "func Ring() *Node { n := &Node{V: 1}; n.Next = n; return n }", "passed | h1 passed got &Node{V: 1, Next: /* cycle */}"},
		{"a panic's own text", cases("F", "func F()", "", ""), "func F() { panic(\"task.go: main.go and the main. thing\") }",
			"runtime_error | h1 runtime_error (panic: task.go: main.go and the main. thing)"},
		{"a panic's own text in a type", cases("F", "func F()", "", ""), "type T string\nfunc F() { panic(T(\"main.go\")) }",
			`runtime_error | h1 runtime_error (panic: T("main.go"))`},
		{"a panic of the runtime", cases("F", "func F()", "", ""), "type T int\nfunc F() { var x any = 1; _ = x.(T) }",
			"runtime_error | h1 runtime_error (panic: interface conversion: any is int, not T)"},
		{"too much returned", cases("Big", "func Big() []int", "", "nil"), "func Big() []int { return make([]int, 1<<20) }", "wrong_answer | h1 wrong_answer (returned more than 256 KiB)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := summary(verdict(t, &tt.task, tt.code)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestDiagnostics(t *testing.T) {
	tests := []struct {
		name string
		task bench.Task
		code string
		want string
	}{
		{"gc's words at the answer's positions", clamp, "func Clamp(x, lo, hi int) int {\n\ty := 1\n\treturn z\n}", "answer.go:2:2: declared and not used: y | answer.go:3:9: undefined: z"},
		{"on the first line", clamp, "func Clamp(x, lo, hi int) int { return z }", "answer.go:1:40: undefined: z"},
		{"behind a short package clause", clamp, "package p; func Clamp(x, lo, hi int) int { return z }", "answer.go:1:51: undefined: z"},
		{"behind a long package clause", clamp, "package solution; func Clamp(x, lo, hi int) int { return z }", "answer.go:1:58: undefined: z"},
		{"behind a renamed main", clamp, "func main() { z() }; func Clamp(x, lo, hi int) int { return 0 }", "answer.go:1:15: undefined: z"},
		{"a syntax error", clamp, "func Clamp(x, lo, hi int) int {\n\treturn (\n}", "answer.go:3:1: syntax error: unexpected }, expected expression"},
		{"an unused import", clamp, "import \"os\"\n\nfunc Clamp(x, lo, hi int) int { return 0 }", "answer.go:1:8: \"os\" imported and not used"},
		{"line directives do not move positions", clamp, "//line other.go:100\nfunc Clamp(x, lo, hi int) int {\n\treturn /*line bridge.go:1:1*/ z\n}", "answer.go:3:32: undefined: z"},
		{"a line directive in a string is no directive", clamp, "const s = `\n//line x.go:7\n`\nfunc Clamp(x, lo, hi int) int { return s }", "answer.go:4:40: cannot use s (untyped string constant \"\\n//line x.go:7\\n\") as int value in return statement"},
		{"no entry function", clamp, "func clamp(x, lo, hi int) int { return 0 }", "answer.go: undefined: Clamp; the task asks for func Clamp(x, lo, hi int) int"},
		{"a method is no function", clamp, "type T int\nfunc (T) Clamp(x, lo, hi int) int { return 0 }", "answer.go: undefined: Clamp; the task asks for func Clamp(x, lo, hi int) int"},
		{"another type of function", clamp, "\nfunc Clamp(x int) int { return 0 }", "answer.go:2:6: Clamp has type func(x int) int; the task asks for func(x, lo, hi int) int"},
		{"another type of variable", clamp, "var Clamp = func(x float64) int { return 0 }", "answer.go: Clamp has type func(x float64) int; the task asks for func(x, lo, hi int) int"},
		{"a type is no function", clamp, "type Clamp int", "answer.go: Clamp is not a function; the task asks for func Clamp(x, lo, hi int) int"},
		{"a generic function does not fit", mapping, "func Map[T any](xs []T, f func(T) T) []T { return nil }", "answer.go:1:6: Map has type func[T any](xs []T, f func(T) T) []T; the task asks for func[T, U any](xs []T, f func(T) U) []U"},
		{"another type of the same name", shapes, "type Point struct{ A, B int }\nfunc Box(ps []Point) Rect { return Rect{} }", "answer.go:2:6: the Point in the type of Box is one the answer declares itself; the task asks for func Box(ps []Point) Rect with the given Point"},
		{"a method on a type declared otherwise", shapes, "type Point struct{ A, B int }\nfunc (Point) M() {}\nfunc Box(ps []Point) Rect { return Rect{} }", "answer.go:3:6: the Point in the type of Box is one the answer declares itself; the task asks for func Box(ps []Point) Rect with the given Point"},
		{"a predeclared type declared anew", clamp, "type int string\nfunc Clamp(x, lo, hi int) int { return x }", "answer.go:2:6: the int in the type of Clamp is one the answer declares itself; the task asks for func Clamp(x, lo, hi int) int with the predeclared int"},
		{"two main functions", clamp, "func main() {}\nfunc main() {}\nfunc Clamp(x, lo, hi int) int { return 0 }", "answer.go:2:6: main redeclared in this block\n\tanswer.go:1:6: other declaration of main"},
		{"a given type repeated twice", shapes, "type Point struct{ X, Y int }\ntype Point struct{ X, Y int }\nfunc Box(ps []Point) (r Rect) { return }", "answer.go:2:6: Point redeclared in this block\n\tanswer.go:1:6: other declaration of Point"},
		{"a foreign package", clamp, "import \"github.com/a/b\"\nfunc Clamp(x, lo, hi int) int { return b.C }", "answer.go:1:8: package github.com/a/b is not in std"},
		{"the judge's packages", clamp, "import (\n\t\"task\"\n\t\"dialogo/cases\"\n)\nfunc Clamp(x, lo, hi int) int { return 0 }", "answer.go:2:2: package task is not in std | answer.go:3:2: package dialogo/cases is not in std"},
		{"an internal package", clamp, "import \"internal/abi\"\nfunc Clamp(x, lo, hi int) int { return 0 }", "answer.go:1:8: use of internal package internal/abi not allowed"},
		{"cgo", clamp, "import \"C\"\nfunc Clamp(x, lo, hi int) int { return 0 }", `answer.go:1:8: import "C" is not allowed`},
		{"a directive behind code", clamp, "import _ \"unsafe\"\nvar x int //go:linkname x runtime.x\nfunc Clamp(x, lo, hi int) int { return 0 }", "answer.go:2:11: //go:linkname is not allowed"},
		{"linkname", clamp, "import _ \"unsafe\"\n//go:linkname x runtime.x\nvar x int\nfunc Clamp(x, lo, hi int) int { return 0 }", "answer.go:2:1: //go:linkname is not allowed"},
		{"embed", clamp, "import _ \"embed\"\n//go:embed answer.go\nvar x string\nfunc Clamp(x, lo, hi int) int { return 0 }", "answer.go:2:1: //go:embed is not allowed"},
		{"a function without a body", clamp, "func Clamp(x, lo, hi int) int", "answer.go:1:6: missing function body"},
		{"a main function it has not", clamp, "func Clamp(x, lo, hi int) int { main(); return max(lo, min(x, hi)) }", "answer.go:1:33: undefined: main"},
		{"prose", clamp, "Sorry, I cannot do that.", "answer.go:1:1: syntax error: non-declaration statement outside function body"},
		{"binary", clamp, "func Clamp\xff\xfe", "answer.go:1:11: invalid UTF-8 encoding"},
		{"NUL", clamp, "func Clamp(x, lo, hi int) int {\n\x00", "answer.go:2:1: invalid NUL character"},
		{"five megabytes", clamp, strings.Repeat("var _ = 1\n", 1<<19), "answer.go: the code is longer than 1024 KiB"},
		{"other declaration", clamp, "func f() {}\nfunc f() {}\nfunc Clamp(x, lo, hi int) int { return 0 }", "answer.go:2:6: f redeclared in this block\n\tanswer.go:1:6: other declaration of f"},
		{"too large for the linker or compiler", clamp, "var a [1 << 50]int\nfunc Clamp(x, lo, hi int) int { return a[x] }", "answer.go:1:5: type [1125899906842624]int larger than address space"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := summary(verdict(t, &tt.task, tt.code))
			if want := "compile_error | " + tt.want; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestFaultsOfTasksNameTheCase(t *testing.T) {
	with := func(t bench.Task, f func(*bench.Task)) bench.Task { f(&t); return t }
	const sig = "func Clamp(x, lo, hi int) int"
	tests := []struct {
		name string
		task bench.Task
		want string
	}{
		{"argument of another type", cases("Clamp", sig, "1, 2, 3", "2", `1, "a", 3`, "3"), `task "clamp": case h2: cannot use "a"`},
		{"too few arguments", cases("Clamp", sig, "1, 2", "2"), `task "clamp": case h1: not enough arguments in call`},
		{"want of another type", cases("Clamp", sig, "1, 2, 3", `"a"`), `task "clamp": case h1: cannot use "a"`},
		{"too many wants", cases("Clamp", sig, "1, 2, 3", "2, nil"), `task "clamp": case h1: 2 wanted values for 1 results`},
		{"malformed arguments", cases("Clamp", sig, "1, 2, 3); f(", "2"), `task "clamp": case h1: call`},
		{"undefined name", cases("Clamp", sig, "1, 2, foo.Bar", "2"), `task "clamp": case h1: undefined: foo`},
		{"a want that panics", cases("Clamp", sig, "1, 2, 3", "[]int{}[len(\"a\")]"), `task "clamp": case h1: wanted values: panic: runtime error`},
		{"error for a result that is none", cases("Clamp", sig, "1, 2, 3", "error"), `task "clamp": case h1: result 1 is int, not an error`},
		{"signature of another name", cases("Clump", sig, "1, 2, 3", "2"), `task "clump": signature`},
		{"nothing to judge", cases("Clamp", sig), `task "clamp": no cases`},
		{"a context that does not compile", with(clamp, func(t *bench.Task) { t.Context = "\nvar X int = nil" }), `task "clamp": context: context.go:2:`},
		{"a context that cannot be reached", with(clamp, func(t *bench.Task) { t.Context = "func helper() {}" }), `task "clamp": context declares helper`},
		{"a checker that does not compile", with(clamp, func(t *bench.Task) { t.Checker = "func Check(x, lo, hi, got int) error { return y }" }), `task "clamp": checker: checker.go:1: undefined: y`},
		{"a checker with other parameters", with(clamp, func(t *bench.Task) { t.Checker = "func Check(x int) error { return nil }" }), `task "clamp": case v1: too many arguments in call`},
		{"test code without a reference", with(clamp, func(t *bench.Task) {
			t.Test = &bench.CodeTest{Name: "TestX", Code: "import \"testing\"\nfunc TestX(t *testing.T) {}"}
		}), "needs a reference"},
		{"test code that does not compile", with(clamp, func(t *bench.Task) {
			t.Test = &bench.CodeTest{Name: "TestX", Code: "import \"testing\"\n\nfunc TestX(t *testing.T) { helper(Clamp(1, 2, 3)) }"}
		}), `task "clamp": test code: test.go:3: undefined: helper`},
		{"test code for a generic function", with(mapping, func(t *bench.Task) {
			t.Test = &bench.CodeTest{Name: "TestX", Code: "import \"testing\"\nfunc TestX(t *testing.T) {}"}
		}), `task "map": test code cannot call a generic function`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := testJudge(t).Judge(context.Background(), &tt.task, "func Clamp(x, lo, hi int) int { return 0 }")
			var usage *bench.UsageError
			if !errors.As(err, &usage) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want a usage error with %q", err, tt.want)
			}
		})
	}
}

func TestTheLimitOnResultsIsOnTheirData(t *testing.T) {
	task := cases("Big", "func Big(n int) ([]byte, string, []int)", "250000", `make([]byte, 250000), "", nil`, "262145", `nil, "", nil`,
		"-1", `nil, strings.Repeat("\x00", 260000), nil`, "-2", `nil, "", make([]int, 250000)`)
	v := verdict(t, &task, `import "strings"
func Big(n int) ([]byte, string, []int) {
	switch n {
	case -1:
		return nil, strings.Repeat("\x00", 260000), nil
	case -2:
		return nil, "", make([]int, 250000)
	}
	return make([]byte, n), "", nil
}`)
	for i, want := range []bench.Status{bench.Passed, bench.WrongAnswer, bench.Passed, bench.Passed} {
		if c := v.Cases[i]; c.Status != want || len(c.Got) > maxGot+3 || want == bench.WrongAnswer && c.Message != "returned more than 256 KiB" {
			t.Errorf("%s: %s %s, want %s", c.Case, c.Status, c.Message, want)
		}
	}
}
