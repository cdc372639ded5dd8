package judge

import (
	"strings"
	"testing"
	"time"

	"dialogo/bench"
	"dialogo/bench/judge/sandbox"
)

func TestWhatTheCompilerRanOutOf(t *testing.T) {
	limits := bench.Limits{}.WithDefaults()
	long := time.Duration(limits.Compile) + time.Second
	for _, tt := range []struct {
		name   string
		result sandbox.Result
		want   string
	}{
		{"stack", sandbox.Result{End: sandbox.Exited, Exit: 2, Stderr: []byte("runtime: goroutine stack exceeds 1000000000-byte limit\nruntime: sp=0xc0 stack=[0xc0, 0xd0]\nfatal error: stack overflow\n\ngoroutine 1")}, "the compiler ran out of stack on this code: it is nested too deeply"},
		{"memory", sandbox.Result{End: sandbox.Exited, Exit: 2, Stderr: []byte("fatal error: runtime: cannot allocate memory\nruntime stack:\n")}, "the compiler ran out of memory on this code"},
		{"memory of the linker", sandbox.Result{End: sandbox.Exited, Step: 1, Exit: 2, Stderr: []byte("runtime: out of memory: cannot allocate 4194304-byte block\nfatal error: out of memory\n")}, "the linker ran out of memory on this code"},
		{"time", sandbox.Result{End: sandbox.WallTime}, "the compiler was stopped after 30s"},
		{"processor time", sandbox.Result{End: sandbox.Signaled, Signal: 9, CPU: long}, "the compiler was stopped after 30s"},
		{"a signal", sandbox.Result{End: sandbox.Signaled, Signal: 9}, "the compiler was killed by signal 9 on this code"},
		{"another death", sandbox.Result{End: sandbox.Exited, Exit: 2, Stderr: []byte("fatal error: newosproc\n")}, "the compiler died on this code: fatal error: newosproc"},
		{"a quote of its last words", sandbox.Result{End: sandbox.Exited, Exit: 1, Stdout: []byte("answer.go:1:2: cannot use `\nfatal error: out of memory\n`\n")}, ""},
		{"its words about the code", sandbox.Result{End: sandbox.Exited, Exit: 1, Stdout: []byte("answer.go:1:2: out of memory declared and not used\n")}, ""},
	} {
		if got := exhausted(tt.result, limits); got != strings.Replace(tt.want, "30s", limits.Compile.String(), 1) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestNestingIsTooMuchForTheCompiler(t *testing.T) {
	v := verdict(t, &clamp, "func Clamp(x, lo, hi int) int { return "+strings.Repeat("-(", 340_000)+"1"+strings.Repeat(")", 340_000)+" }")
	if v.Status != bench.CompileError || len(v.Diagnostics) != 1 || !strings.HasPrefix(v.Diagnostics[0].Message, "the compiler ran out of ") {
		t.Errorf("%s", summary(v))
	}
	t.Log(summary(v))
}

func TestDiagnosticsAreTheCompilersOwnWords(t *testing.T) {
	one := cases("F", "func F(x int) string", "1", `"yes"`)
	given := one
	given.Context = "type Point struct{ X int }\n"
	for _, tt := range []struct {
		name, code, want string
		task             bench.Task
	}{
		{"a variable called as our package", "type Task struct{ ID int }\nfunc F(x int) string { var task Task; return task.Name }",
			"answer.go:2:51: task.Name undefined (type Task has no field or method Name)", one},
		{"where that package is", "type T struct{ Point int }\nfunc F(x int) string { var task T; return task.Point }",
			"answer.go:2:43: cannot use task.Point (variable of type int) as string value in return statement", given},
		{"a literal", "func F(x int) int { return \"task.Point\" }", `answer.go:1:28: cannot use "task.Point" (untyped string constant) as int value in return statement`, given},
		{"a given type", "func F(x int) string { var p Point // the task\nreturn p }",
			"answer.go:2:8: cannot use p (variable of struct type Point) as string value in return statement", given},
		{"a slice as our position", "func F(x int) string { s, test := \"abc\", 1; var n int = s[test:1]; _ = n; return \"\" }",
			"answer.go:1:58: cannot use s[test:1] (value of type string) as int value in variable declaration", one},
		{"a quoted line", "func F(x int) int { return `\nanswer.go:99:7: undefined: hello` }",
			"answer.go:1:28: cannot use `\nanswer.go:99:7: undefined: hello` (untyped string constant \"\\nanswer.go:99:7: undefined: hello\") as int value in return statement", one},
		{"quoted last words", "func F(x int) int { return `\nfatal error: out of memory\n` }",
			"answer.go:1:28: cannot use `\nfatal error: out of memory\n` (untyped string constant \"\\nfatal error: out of memory\\n\") as int value in return statement", one},
		{"another place", "func f() {}\nfunc f() {}\nfunc F(x int) string { return \"\" }", "answer.go:2:6: f redeclared in this block\n\tanswer.go:1:6: other declaration of f", one},
		{"a late stage", "\nfunc k(a [1 << 31]byte) {}\nfunc F(x int) string { return \"\" }", "answer.go:2:6: stack frame too large (>1GB): 0 MB locals + 2048 MB args", one},
	} {
		if got := summary(verdict(t, &tt.task, tt.code)); got != "compile_error | "+tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
		}
	}
}
