package judge

import (
	"strings"
	"testing"
	"time"

	"dialogo/bench"
)

// withPoint gives a type.
var withPoint = bench.Task{ID: "p", Entry: "Clamp", Signature: clamp.Signature, Context: "type Point struct{ X, Y int }", Cases: clamp.Cases}

func TestManner(t *testing.T) {
	j := testJudge(t)
	const body = "func Clamp(x, lo, hi int) int { return max(lo, min(x, hi)) }\n"
	for _, c := range []struct {
		name string
		want manner
		code string
	}{
		{"a function", merged, body},
		{"with a package clause and imports", merged, "package main\nimport (\n\"fmt\"\ns \"strings\"\n)\n" + body + "func help() string { return fmt.Sprint(s.ToUpper(\"\")) }"},
		{"constants, helpers, a main function", merged, "const a, b = iota, 2\n" + body + "func main() {}\nfunc f() {}\nfunc _() {}\nfunc _() {}"},
		{"a generic helper", merged, body + "func g[T any](x T) T { return x }"},
		{"a type", apart, "type T struct{ a int }\n" + body},
		{"a generic type", alone, "type T[E any] struct{ a E }\n" + body},
		{"a type in a function", merged, body + "func g(x int) any { type t int; return t(x) }"},
		{"a type in a generic function", alone, body + "func g[E any](x E) any { return func() any { type t int; return t(1) }() }"},
		{"a method", apart, "type T int\nfunc (T) String() string { return \"\" }\n" + body},
		{"a variable", apart, "var memo, m, s = map[int]int{1: -2}, make(map[string][]int), [][]int{{1}, nil}\n" + body},
		{"a pointer", apart, "type T struct{}\nvar p *T\n" + body},
		{"a variable of a declared type", alone, "type T struct{}\nvar v T\n" + body},
		{"a variable that computes", alone, "var v = 2 * 3\n" + body},
		{"a key that cannot be one", alone, "var m = map[any]int{[]int{1}: 1}\n" + body},
		{"another errors.New", alone, "type thing struct{}\nfunc (thing) New(string) error { return nil }\nvar errors thing\nvar e = errors.New(\"x\")\n" + body},
		{"errors.New of a ring", alone, "import errors \"container/ring\"\nvar r = errors.New(1000000000)\n" + body},
		{"another make", alone, "func make(m any) int { return 1 }\nvar v = make(map[int]int)\n" + body},
		{"another nil", alone, "func nil() {}\nvar v = nil\n" + body},
		{"a field by the name of a package", alone, "type T struct{ f int }\nvar sort *T\nvar v = sort.f\n" + body},
		{"a constant that counts on in an inner scope", apart, "const n = 1\nfunc f() { const ( n = n + 1; m ); _ = m }\n" + body},
		{"a type switch on a predeclared name", apart, "const string = 3\nfunc f(v any) { switch string := v.(type) { case string: _ = string } }\n" + body},
		{"a main function it does not have", alone, body + "func f() { main() }"},
		{"json, whose errors hold reflect.Values", alone, "import \"encoding/json\"\nfunc f() { json.Valid(nil) }\n" + body},
		{"context, which calls in a goroutine", alone, "import \"context\"\nvar _ context.Context\n" + body},
		{"a sentinel error", apart, "import \"errors\"\nvar errX = errors.New(\"x\")\n" + body},
		{"a key that may be a field or a constant", apart, "const n = 1\n" + body + "func f() { _ = struct{ n int }{n: 2} }"},
		{"an init function", alone, body + "func init() {}"},
		{"a variable that calls", alone, "var v = f()\nfunc f() int { return 1 }\n" + body},
		{"a variable that dereferences", alone, "var p *int\nvar v = *p\n" + body},
		{"a variable that indexes", alone, "var a = []int{}\nvar v = a[1]\n" + body},
		{"a variable that divides", alone, "var z, v = 0, 1 / z\n" + body},
		{"a variable that receives", alone, "var c chan int\nvar v = <-c\n" + body},
		{"a variable that converts", alone, "var v = []byte(\"x\")\n" + body},
		{"a huge array", alone, "var v [1 << 30]byte\n" + body},
		{"an array type", alone, "type T [1 << 30]byte\nvar v T\n" + body},
		{"a slice of huge length", alone, "var v = []byte{1 << 30: 1}\n" + body},
		{"a named slice of huge length", alone, "type T []byte\nvar v = T{1000000000: 1}\n" + body},
		{"small arrays", merged, body + "func f() [26]int { var seen, done [26][9]bool; _, _ = seen, done; return [26]int{1: 1} }"},
		{"a type with small arrays", apart, "type T struct{ next [26]*T; board [9][3]int }\n" + body},
		{"a large array", alone, body + "func f() { _ = [1<<28]byte{1} }"},
		{"a large array by a literal", alone, body + "func f() { _ = [268435456]byte{1} }"},
		{"arrays of arrays", alone, body + "func f() { _ = [99][99][99]byte{{{1}}} }"},
		{"named arrays of arrays", alone, "type A [99]byte\ntype B [99]A\n" + body + "func f() { _ = [][99]B{{{{1}}}} }"},
		{"arrays of what a function is called with", alone, body + "func f[T any]() { _ = [99]T{} }\nfunc g[T any]() { f[[99]T]() }\nfunc h() { g[int]() }"},
		{"a literal with a large index", alone, body + "func f() { _ = []byte{240<<20: 1} }"},
		{"a literal with a constant as index", alone, "const n = 240 << 20\n" + body + "func f() { _ = []byte{n: 1} }"},
		{"an elided literal with a large index", alone, body + "func f() { _ = map[string][][]byte{\"a\": {{240000000: 1}}} }"},
		{"an elided literal behind pointers", alone, body + "func f() { type T []byte; _ = []*T{{240000000: 1}} }"},
		{"a named literal with a large index", alone, body + "func f() { type T []byte; type U T; _ = U{240000000: 1} }"},
		{"a literal of another package's type", alone, "import \"sort\"\nconst n = 240 << 20\n" + body + "func f() { _ = sort.IntSlice{n: 1} }"},
		{"a literal counted by the compiler", alone, body + "func f() { _ = [...]byte{240000000: 1} }"},
		{"small indexes", merged, body + "func f() { _ = [...]string{1: \"a\", 7: \"b\"} }"},
		{"keys of maps", merged, "const big = 1 << 40\n" + body + "func f() { _ = map[int][]int{1 << 30: {1}, 1000000007: {2}, big: {3}} }"},
		{"fields", merged, body + "func f() { type T struct{ a, b int }; _ = []T{{a: 1, b: 2}}; _ = map[string]*T{\"x\": {a: 3}}; _ = struct{ c int }{c: 4} }"},
		{"an assembly function", alone, body + "func f()"},
		{"a directive", alone, "//go:noinline\n" + body},
		{"unsafe", alone, "import \"unsafe\"\nvar _ = unsafe.Sizeof(1)\n" + body},
		{"runtime", alone, "import \"runtime\"\nfunc f() { runtime.GC() }\n" + body},
		{"reflect.DeepEqual", alone, "import r \"reflect\"\nfunc f() { r.DeepEqual(1, 2) }\n" + body},
		{"reflect otherwise", alone, "import r \"reflect\"\nfunc f() { r.ValueOf(1) }\n" + body},
		{"a goroutine", alone, body + "func f() { go f() }"},
		{"a goroutine by another name", alone, "import \"sync\"\nfunc f() { var w sync.WaitGroup; w.Go(f) }\n" + body},
		{"a goroutine later", alone, "import \"time\"\nfunc f() { time.AfterFunc(0, f) }\n" + body},
		{"an import for its effect", alone, "import _ \"fmt\"\n" + body},
		{"an import of everything", alone, "import . \"fmt\"\nfunc f() { Println() }\n" + body},
		{"an import under the name of a function", alone, "import \"fmt\"\nfunc fmt() {}\n" + body},
		{"an import under the name of a constant", alone, "import f \"fmt\"\nconst f = 1\n" + body},
		{"declared twice", alone, body + body},
		{"main with a result", alone, body + "func main() int { return 1 }"},
		{"main as a constant", alone, body + "const main = 1"},
		{"init as a constant", alone, body + "const init = 1"},
		{"a name of ours", alone, body + "func Dialogo_x() {}"},
		{"a constant of ours", alone, body + "const dialogo_driver = 1"},
		{"no entry function", alone, "func clamp() {}"},
		{"a syntax error", alone, body + "func {"},
		{"long", alone, body + "/*" + strings.Repeat("x", maxMerged) + "*/"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := j.tools.read(&clamp)
			if err != nil {
				t.Fatal(err)
			}
			if got := readAnswer(c.code, e, j.tools).manner(e, j.tools); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
	e, err := j.tools.read(&withPoint)
	if err != nil {
		t.Fatal(err)
	}
	if got := readAnswer(body, e, j.tools).manner(e, j.tools); got != apart {
		t.Errorf("with given declarations: got %d, want %d", got, apart)
	}
}

func TestRenamed(t *testing.T) {
	j := testJudge(t)
	e, err := j.tools.read(&clamp)
	if err != nil {
		t.Fatal(err)
	}
	const code = `package x
import "fmt"
const (
	a = iota
	b
)
func Clamp(x, lo, hi int) int {
	if b := a; b > 0 { return b + help(a) }
	help := func(fmt int) int { return fmt }
	return help(max(lo, hi)) + s{a: b}.a
}
func help[T any](x T) int { type a = T; var y a; _ = y; fmt.Println(main); return Clamp(a0, b, b) }
func max(x, y int) int { goto max; max: return x }
func main() {}
func _() { for b := range b { _ = b } }
`
	const want = `package main
import "fmt"
const (
	a# = iota
	b#
)
func Clamp#(x, lo, hi int) int {
	if b := a#; b > 0 { return b + help#(a#) }
	help := func(fmt int) int { return fmt }
	return help(max#(lo, hi)) + s{a: b#}.a
}
func help#[T any](x T) int { type a = T; var y a; _ = y; fmt.Println(main#); return Clamp#(a0, b#, b#) }
func max#(x, y int) int { goto max; max: return x }
func main#() {}
func _() { for b := range b# { _ = b } }
`
	a := readAnswer(code, e, j.tools)
	if !a.ambiguous() {
		t.Error("s{a: b} is not ambiguous")
	}
	if got := a.renamed("#"); strings.ReplaceAll(got, "s{a#: ", "s{a: ") != want {
		t.Errorf("got\n%s", got)
	}
}

func TestRenamingTakesTimeInProportion(t *testing.T) {
	j := testJudge(t)
	e, err := j.tools.read(&clamp)
	if err != nil {
		t.Fatal(err)
	}
	a := readAnswer("const a = 1\nfunc Clamp(x, lo, hi int) int { return a }\nfunc f() { _ = []int{"+strings.Repeat("a,", 16000)+"} }", e, j.tools)
	if m := a.manner(e, j.tools); m != merged {
		t.Fatalf("manner %d", m)
	}
	begin := time.Now()
	a.renamed("_suffix_12")
	if took := time.Since(begin); took > 500*time.Millisecond {
		t.Errorf("16,000 names took %v", took)
	}
}

func TestEagerTasks(t *testing.T) {
	for code, want := range map[string]bool{
		"": false,
		"type T[E any] struct{ a [100]E }\nfunc F() { go F() }\nconst N = 1 << 40":           false,
		"import \"errors\"\nvar Err, M = errors.New(\"x\"), map[string]int{\"a\": 1}":        false,
		"import e \"errors\"\nvar Err = e.New(\"x\")":                                        false,
		"var Err = errors.New(\"x\")":                                                        false,
		"import errors \"container/ring\"\nvar R = errors.New(1000000000)":                   true,
		"import \"time\"\nfunc init() { time.Local = nil }":                                  true,
		"func Build() int { return 1 }\nvar Table = Build()":                                 true,
		"var Table [1 << 20]int":                                                             true,
		"import \"regexp\"\nvar (\n\tA = 1\n\tB = regexp.MustCompile(\"x\")\n)\nfunc F() {}": true,
	} {
		if got := eager(code); got != want {
			t.Errorf("%s: got %v", code, got)
		}
	}
}
