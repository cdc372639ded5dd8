package judge_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"dialogo/bench"
	"dialogo/bench/benchtest"
	"dialogo/bench/judge"
)

// nosy are bodies of func F(x int) string, with what they need before it, that look
// for differences between a program of their own and one that is shared: in names of
// types and packages, in messages of the runtime, in what surrounds a process.
var nosy = []struct{ name, before, body string }{
	{"arguments", `import "os"; import "fmt"`, `return fmt.Sprintf("%q", os.Args)`},
	{"environment", `import "os"; import "fmt"`, `return fmt.Sprintf("%q", os.Environ())`},
	{"working directory", `import "os"; import "fmt"`, `d, err := os.Getwd(); l, err2 := os.ReadDir("."); return fmt.Sprint(d, err, l, err2)`},
	{"root directory", `import "os"; import "fmt"`, `l, err := os.ReadDir("/"); return fmt.Sprint(l, err)`},
	{"own program", `import "os"; import "fmt"`, `p, err := os.Executable(); return fmt.Sprint(p, err)`},
	{"size of the program", `import "os"; import "fmt"`, `i, err := os.Stat(os.Args[0]); if err != nil { return err.Error() }; return fmt.Sprint(i.Size())`},
	{"process number", `import "os"; import "fmt"`, `return fmt.Sprint(os.Getpid(), os.Getppid())`},
	{"user", `import "os"; import "fmt"`, `h, err := os.Hostname(); return fmt.Sprint(os.Getuid(), os.Getgid(), h, err)`},
	{"package of a type", `import "reflect"; type T struct{ x int }`, `return reflect.TypeOf(T{}).PkgPath() + reflect.TypeOf(T{}).String() + reflect.TypeOf(T{}).Field(0).PkgPath`},
	{"package of a local type", `import "reflect"`, `type T struct{ x int }; return reflect.TypeOf(T{}).PkgPath() + reflect.TypeOf(T{}).String() + reflect.TypeOf(T{}).Field(0).PkgPath`},
	{"package of a field", `import "reflect"`, `return reflect.TypeOf(struct{ x int }{}).Field(0).PkgPath`},
	{"names of types", `import "fmt"; type T[E any] struct{ e E }; type U int`, `return fmt.Sprintf("%T %#v %T %v", T[U]{1}, T[U]{1}, T[T[int]]{}, map[U]T[U]{1: {2}})`},
	{"names of local types", `import "fmt"; import "sync/atomic"`, `type t int; return fmt.Sprintf("%T %#v %T", t(1), []t{1}, &atomic.Pointer[t]{})`},
	{"local types of one name", `import "fmt"; import "sync/atomic"; func g() any { type t int; return &atomic.Pointer[t]{} }`, `type t int; s := ""; { type t int; s = fmt.Sprintf("%T", &atomic.Pointer[t]{}) }; return s + fmt.Sprintf("%T %T", &atomic.Pointer[t]{}, g())`},
	{"types of generic functions", `import "fmt"; func g[E any]() any { type t struct{ e E }; return t{} }`, `type u int; return fmt.Sprintf("%T %T %T", g[int](), g[u](), g[fmt.Stringer]())`},
	{"name of an instance", `import "fmt"; import "iter"; type T struct{}`, `var s iter.Seq[T]; return fmt.Sprintf("%T", s)`},
	{"types in closures", `import "fmt"`, `return func() string { type t int; return func() string { type t struct{}; return fmt.Sprintf("%T", t{}) }() + fmt.Sprintf("%T", t(0)) }()`},
	{"panic with a value", `type T struct{ x int }`, `panic(T{1})`},
	{"panic with a local value", ``, `type t struct{ x string }; panic(t{"a"})`},
	{"panic with an error", `type E struct{ n int }; func (e *E) Error() string { return "E" }`, `panic(&E{1})`},
	{"panic with a stringer", `type E int; func (e E) String() string { return "E" }`, `panic(E(1))`},
	{"panic with a function", `func g() {}`, `panic(g)`},
	{"wrong type", `type T int; type U int`, `return string(rune(any(T(1)).(U)))`},
	{"wrong type of one name", ``, `type t int; f := func(x any) { type t int; _ = x.(t) }; f(t(1)); return ""`},
	{"missing method", `type T int; type I interface{ m() }`, `any(T(1)).(I).m(); return ""`},
	{"missing method of an anonymous interface", ``, `any(1).(interface{ m() }).m(); return ""`},
	{"method of a nil pointer", `type T struct{}; func (T) M() {}; type I interface{ M() }`, `var p *T; i := []I{p, p, p}; i[x].M(); return ""`},
	{"uncomparable", `type T struct{ f func() }`, `var a, b any = T{}, T{}; if a == b { return "" }; return "b"`},
	{"unhashable", `type T []int`, `m := map[any]int{}; m[T{1}] = 1; return ""`},
	{"nil map", ``, `var m map[string]int; m["a"] = 1; return ""`},
	{"out of range", ``, `s := []int{1}; return string(rune(s[x+7]))`},
	{"nil function", `var f func() string`, `return f()`},
	{"divided by zero", ``, `return string(rune(1 / (x - x)))`},
	{"context", `import "context"; import "fmt"; type key struct{}`, `return fmt.Sprint(context.WithValue(context.Background(), key{}, key{}))`},
	{"JSON of a type", `import "encoding/json"; type T struct{ A int }`, `var t T; return json.Unmarshal([]byte("{\"A\": \"x\"}"), &t).Error()`},
	{"JSON of a local type", `import "encoding/json"`, `type t struct{ A int }; var v t; return json.Unmarshal([]byte("[]"), &v).Error()`},
	{"errors.As", `import "errors"; type T int`, `var t T; errors.As(errors.New("a"), &t); return ""`},
	{"exit", `import "os"`, `os.Exit(3); return ""`},
	{"exit with words", `import "os"`, `println("words"); os.Exit(1); return ""`},
	{"panic in a goroutine", ``, `go func() { panic("there") }(); select {}`},
	{"panic in a named goroutine", `func g() { panic("there") }`, `go g(); select {}`},
	{"deadlock", ``, `select {}`},
	{"lock twice", `import "sync"; var m sync.Mutex`, `m.Lock(); m.Lock(); return ""`},
	{"unlock", `import "sync"`, `var m sync.Mutex; m.Unlock(); return ""`},
	{"endless recursion", `func g(x int) int { return g(x+1) + 1 }`, `return string(rune(g(x)))`},
	{"endless recursion of the entry", ``, `return F(x+1) + "a"`},
	{"endless loop", ``, `for {}`},
	{"all memory", `var kept [][]byte`, `for { kept = append(kept, make([]byte, 1<<20)) }`},
	{"all memory at once", ``, `b := make([]byte, 1<<40); return string(b[:1])`},
	{"negative length", ``, `return string(make([]byte, x-5))`},
	{"goexit by a test", `import "testing"`, `t := &testing.T{}; t.FailNow(); return ""`},
	{"under test", `import "testing"; import "fmt"`, `return fmt.Sprint(testing.Testing())`},
	{"caller", `import "runtime"; import "fmt"`, `_, file, line, ok := runtime.Caller(0); return fmt.Sprint(file, line, ok)`},
	{"function's name", `import "runtime"; import "reflect"; func g() {}`, `return runtime.FuncForPC(reflect.ValueOf(g).Pointer()).Name()`},
	{"stack", `import "runtime/debug"; import "strings"`, `return strings.SplitN(string(debug.Stack()), "\n", 6)[3]`},
	{"build information", `import "runtime/debug"; import "fmt"`, `i, ok := debug.ReadBuildInfo(); return fmt.Sprint(i, ok)`},
	{"memory between cases", `var n int`, `n++; return string(rune('0' + n))`},
	{"variables of others", `import "os"; import "fmt"`, `os.Args = append(os.Args, "x"); return fmt.Sprint(len(os.Args))`},
	{"large result", `import "strings"`, `return strings.Repeat("x", 1<<20)`},
	{"own names", `import "fmt"; const len = 3; func string2(x any) string { return fmt.Sprint(x) }`, `return string2(len)`},
	{"prints", ``, `print("a"); println("b"); return "c"`},
	{"closed descriptors", `import "os"; import "fmt"`, `return fmt.Sprint(os.Stdout.Close(), os.Stderr.Close())`},
	{"signal handlers", `import "os/signal"; import "os"`, `c := make(chan os.Signal, 1); signal.Notify(c); return "a"`},
	{"recovered", `import "fmt"; type T struct{}`, `defer func() { r := recover(); panic(fmt.Sprintf("%T %v", r, r)) }(); var m map[T]int; m[T{}] = 1; return ""`},
	{"goroutine that panics later", `import "time"`, `go func() { time.Sleep(time.Millisecond); var m map[int]int; m[1] = 1 }(); time.Sleep(time.Second); return "a"`},
	{"main, which it has not", ``, `main(); return "-"`},
	{"main, which it has not, beside a type", `type T int`, `main(); return "-"`},
	{"main, mentioned", `type T int; var f = 1`, `_ = main; return "-"`},
	{"own main", `func main() { panic("main") }`, `defer func() { recover() }(); main(); return "-"`},
	{"much memory", ``, `b := make([]byte, 300<<20); for i := range b { b[i] = 1 }; return string(b[:1])`},
	{"deep recursion", `func g(x int, a [64]int) int { if x == 0 { return a[0] }; a[0]++; return g(x-1, a) }`, `return string(rune(g(60000, [64]int{})))`},
	{"keys that are constants", `const n = 1 << 20; var v = [][]int{{n: 7}}`, `return string(rune(v[0][n] + len(v[0])%256))`},
	{"does not compile", ``, `return y`},
	{"two faults", `import "fmt"`, `var u int; return y`},
	{"faults in types", `type T struct{ T }`, `return T{}.s`},
	{"fault after a layout", ``, "\n\n\t  return 1"},
}

// tells are the ways in which an answer can tell, and why.
var tells = map[string]string{
	"user":        "each judge has users of its own",
	"much memory": "a Go runtime that gets no memory in the middle of collecting garbage may die of SIGSEGV instead of saying so",
}

// What an answer can find out about its process must not depend on whether others are
// in the same program: verdicts of answers that are in flight together, results and
// messages included, are those of the same answers judged one by one.
func TestAnswersCannotTellWhetherTheyHaveCompany(t *testing.T) {
	if testing.Short() {
		t.Skip("judges many programs twice: not with -short")
	}
	task := &bench.Task{ID: "nosy", Entry: "F", Signature: "func F(x int) string", Cases: []bench.Case{
		{ID: "v1", Visible: true, Args: "1", Want: `"-"`}, {ID: "h1", Args: "2", Want: `"-"`}}}
	code := func(i int) string {
		n := nosy[i]
		return strings.TrimSpace(n.before + "\nfunc F(x int) string {\n" + n.body + "\n}\n")
	}
	open := func() *judge.Judge {
		j, err := judge.New(t.Context(), judge.Options{})
		benchtest.Need(t, err == nil, fmt.Sprintf("a machine that can compile and isolate answers (%v)", err))
		t.Cleanup(func() { j.Close() })
		return j
	}
	company, alone := open(), open()
	verdicts := make([]bench.Verdict, len(nosy))
	var wg sync.WaitGroup
	for i := range nosy {
		wg.Go(func() {
			var err error
			if verdicts[i], err = company.Judge(t.Context(), task, code(i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i, n := range nosy {
		v, err := alone.Judge(t.Context(), task, code(i))
		if err != nil {
			t.Fatal(err)
		}
		why := tells[n.name]
		if !same(v, verdicts[i]) && why != "" {
			t.Logf("%s: differs, since %s", n.name, why)
		} else if !same(v, verdicts[i]) {
			t.Errorf("%s:\nin company %s\nalone      %s", n.name, show(verdicts[i]), show(v))
		}
		t.Logf("%s: %s", n.name, show(v))
	}
	if s := company.Stats(); s.Merged+s.Apart < len(nosy)/2 {
		t.Errorf("most had no company: %+v", s)
	}
}
