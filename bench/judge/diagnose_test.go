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
		{"its words about the code", sandbox.Result{End: sandbox.Exited, Exit: 1, Stdout: []byte("answer.go:1:2: out of memory declared and not used\n")}, ""},
	} {
		if got := exhausted(tt.result, string(tt.result.Stdout)+string(tt.result.Stderr), limits); got != strings.Replace(tt.want, "30s", limits.Compile.String(), 1) {
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
