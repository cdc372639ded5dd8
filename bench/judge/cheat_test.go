package judge

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dialogo/bench"
)

// secret has an answer nobody finds by chance, so that a pass by any of the cheats
// below means that they got at the wanted value.
var secret = cases("Secret", "func Secret(n int) string", "1", `"kT7-1:" + strings.Repeat("q", 3)`, "2", `"kT7-2:" + strings.Repeat("q", 5)`)

func TestCheats(t *testing.T) {
	tests := []struct{ name, code, want string }{
		{"exit in init", `import "os"
func init() { os.Exit(0) }
func Secret(n int) string { return "" }`,
			"runtime_error | h1 runtime_error (the program exited with status 0) | h2 runtime_error (the program exited with status 0)"},
		{"exit with a printed pass", `import ("fmt"; "os"; "syscall")
func Secret(n int) string { fmt.Println("--- PASS: TestSecret\nPASS\nok"); fmt.Fprintln(os.Stderr, "PASS"); syscall.Exit(0); return "" }`,
			"runtime_error | h1 runtime_error (the program exited with status 0) | h2 runtime_error (the program exited with status 0)"},
		{"forged replies from init", `import "syscall"
func init() { for range 3 { syscall.Write(4, []byte("\x0c\x00\x00\x00AAAAAAAAr\x00\x00")) } }
func Secret(n int) string { return "" }`,
			"runtime_error | h1 runtime_error (tampered with the judge's protocol: malformed reply) | h2 runtime_error (tampered with the judge's protocol: malformed reply)"},
		{"a request stolen and answered with nonsense", `import "syscall"
func init() { var s [24]byte; var r [16]byte; syscall.Read(3, s[:]); syscall.Read(3, r[:]); syscall.Write(4, append(append([]byte("\x0a\x00\x00\x00"), r[:8]...), 'r', 0)) }
func Secret(n int) string { return "" }`,
			"runtime_error | h1 runtime_error (tampered with the judge's protocol: malformed reply) | h2 runtime_error (tampered with the judge's protocol: malformed reply)"},
		{"a request stolen and answered as passed", `import "syscall"
func init() { var s [24]byte; var r [16]byte; syscall.Read(3, s[:]); for { syscall.Read(3, r[:]); syscall.Write(4, append(append([]byte("\x09\x00\x00\x00"), r[:8]...), 'k')) } }
func Secret(n int) string { return "" }`,
			"runtime_error | h1 runtime_error (tampered with the judge's protocol: unknown reply) | h2 runtime_error (tampered with the judge's protocol: unknown reply)"},
		{"two replies", `import "syscall"
func Secret(n int) string { return string(twice{}.s()) }
type twice struct{}
func (twice) s() string { syscall.Write(4, []byte("\x0c\x00\x00\x00AAAAAAAAr\x00\x00")); return "" }`,
			"runtime_error | h1 runtime_error (tampered with the judge's protocol: malformed reply) | h2 runtime_error (tampered with the judge's protocol: malformed reply)"},
		{"replies closed", `import "syscall"
func Secret(n int) string { syscall.Close(4); return "" }`,
			"runtime_error | h1 runtime_error (the program exited with status 2) | h2 runtime_error (the program exited with status 2)"},
		{"an endless reply", `import "syscall"
func Secret(n int) string { b := make([]byte, 1<<20); for i := range b { b[i] = 0xff }; for { syscall.Write(4, b) } }`,
			"runtime_error | h1 runtime_error (tampered with the judge's protocol: malformed reply) | h2 runtime_error (tampered with the judge's protocol: malformed reply)"},
		{"files with the wanted values", `import ("io/fs"; "os"; "slices"; "strings")
func Secret(n int) (found string) {
	filepath := func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.HasPrefix(p, "/dev/") { found += strings.Replace(p, exe(), "EXE", 1) + " " }
		return nil
	}
	fs.WalkDir(os.DirFS("/"), ".", filepath)
	return strings.Join(slices.Sorted(slices.Values(strings.Fields(found))), " ")
}
func exe() string { return strings.TrimPrefix(os.Args[0], "/") }`,
			`wrong_answer | h1 wrong_answer got "" | h2 wrong_answer got ""`},
		{"the wanted values in the program's own text", `import ("bytes"; "os")
var begin = []byte("jS6,") // each byte one less
func Secret(n int) string { for i := range begin { begin[i]++ }; b, err := os.ReadFile(os.Args[0]); if err == nil && bytes.Contains(b, begin) { return "found" }; return "not found" }`,
			`wrong_answer | h1 wrong_answer got "not found" | h2 wrong_answer got "not found"`},
		{"network", `import "net"
func Secret(n int) string {
	for _, a := range []string{"1.1.1.1:53", "127.0.0.1:80", "[::1]:80"} {
		if _, err := net.Dial("tcp", a); err == nil { return "connected" }
		if _, err := net.Dial("udp", a); err == nil { return "connected" }
	}
	if _, err := net.Listen("unix", "x"); err == nil { return "listening" }
	return "refused"
}`, `wrong_answer | h1 wrong_answer got "refused" | h2 wrong_answer got "refused"`},
		{"environment", `import ("os"; "strings")
func Secret(n int) string { var names []string; for _, e := range os.Environ() { names = append(names, strings.Split(e, "=")[0]) }; return strings.Join(names, " ") }`,
			`wrong_answer | h1 wrong_answer got "GOMAXPROCS GOMEMLIMIT GOTRACEBACK TMPDIR HOME TZ ZONEINFO" | h2 wrong_answer got "GOMAXPROCS GOMEMLIMIT GOTRACEBACK TMPDIR HOME TZ ZONEINFO"`},
		{"fork bomb", `import ("os"; "os/exec"; "syscall")
func Secret(n int) string {
	for range 1000 {
		if exec.Command(os.Args[0]).Start() == nil { return "started" }
		if id, _, e := syscall.RawSyscall(syscall.SYS_FORK, 0, 0, 0); e == 0 { if id == 0 { for {} }; return "forked" }
	}
	return "refused"
}`, `wrong_answer | h1 wrong_answer got "refused" | h2 wrong_answer got "refused"`},
		{"kill everything", `import "syscall"
func Secret(n int) string { return syscall.Kill(-1, syscall.SIGKILL).Error() + ", " + syscall.Kill(2, syscall.SIGKILL).Error() }`,
			`wrong_answer | h1 wrong_answer got "operation not permitted, operation not permitted" | h2 wrong_answer got "operation not permitted, operation not permitted"`},
		{"kill itself", `import "syscall"
func Secret(n int) string { syscall.Kill(syscall.Getpid(), syscall.SIGKILL); select {} }`,
			// as process 1 of its namespace it is deaf to its own signals
			"runtime_error | h1 runtime_error (fatal error: all goroutines are asleep - deadlock!) | h2 runtime_error (fatal error: all goroutines are asleep - deadlock!)"},
		{"memory bomb", `func Secret(n int) string { var all [][]byte; for { b := make([]byte, 1<<20); for i := range b { b[i] = 1 }; all = append(all, b) } }`,
			"memory | h1 memory (needed more than 512 MiB of memory) | h2 not_run"},
		{"memory asked of the system", `import "syscall"
func Secret(n int) string { for { b, err := syscall.Mmap(-1, 0, 64<<20, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_SHARED); if err != nil { return err.Error() }; for i := range b { b[i] = 1 } } }`,
			`wrong_answer | h1 wrong_answer got "operation not permitted" | h2 wrong_answer got "operation not permitted"`},
		{"endless output", `import "fmt"
func Secret(n int) string { for { fmt.Println("more and more") } }`,
			"timeout | h1 timeout (took more than 1s of processor time) | h2 not_run"},
		{"endless loop", `func Secret(n int) string { for {} }`, "timeout | h1 timeout (took more than 1s of processor time) | h2 not_run"},
		{"endless loop in init", `func init() { for i := 0; ; i++ { _ = i } }
func Secret(n int) string { return "" }`, "timeout | h1 timeout (took more than 1s of processor time) | h2 not_run"},
		{"endless loop in String of a panic", `type s struct{}
func (s) String() string { for {} }
func Secret(n int) string { panic(s{}) }`, "timeout | h1 timeout (took more than 1s of processor time) | h2 not_run"},
		{"a goroutine that outlives its case", `func Secret(n int) string { go func() { for {} }(); return "" }`,
			`wrong_answer | h1 wrong_answer got "" | h2 wrong_answer got ""`},
		{"state between cases", `var n0 int
func Secret(n int) string { n0++; return string(rune('0'+n0)) }`, `wrong_answer | h1 wrong_answer got "1" | h2 wrong_answer got "2"`},
		{"many threads", `import ("runtime"; "time")
func Secret(n int) string { for range 1000 { go func() { runtime.LockOSThread(); time.Sleep(time.Hour) }() }; time.Sleep(time.Second); return "" }`,
			"runtime_error | h1 runtime_error (fatal error: newosproc) | h2 runtime_error (fatal error: newosproc)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := verdict(t, &secret, tt.code)
			if v.Status == bench.Passed {
				t.Fatal("passed")
			}
			if got := summary(v); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// A reply may overtake what was printed before it, so a limit on output would hit
// another case, or none, from run to run.
func TestPrintingDecidesNothing(t *testing.T) {
	const code = `import ("os"; "strings")
func Clamp(x, lo, hi int) int { if x == 5 { s := strings.Repeat("a", 1024); for range 300 { os.Stdout.WriteString(s); os.Stderr.WriteString(s) } }; return max(lo, min(x, hi)) }
// `
	for i := range 20 {
		v := verdict(t, &clamp, code+strconv.Itoa(i))
		if got, want := summary(v), "passed | v1 passed got 3 | h1 passed got 0 | h2 passed got 2"; got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	}
	died := verdict(t, &clamp, strings.Replace(code, "return max", `panic("a" + s()) }; func s() string { os.Stderr.WriteString("no end of line"); go func() { panic("last words") }(); select {} }; func f(x, lo, hi int) int { return max`, 1))
	if got, want := died.Cases[0].Message, "panic: last words"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSleepIsATimeout(t *testing.T) {
	v := verdict(t, &secret, "import \"time\"\nfunc Secret(n int) string { time.Sleep(time.Hour); return \"\" }")
	if got, want := summary(v), "timeout | h1 timeout (did not return within 5s) | h2 not_run"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// The compiler runs in the sandbox as well: small sources exist that make it use
// much memory or time.
func TestCompileBombs(t *testing.T) {
	testJudge(t) // skips where nothing can be judged
	j, err := New(context.Background(), Options{Limits: bench.Limits{Compile: bench.Duration(3e9)}})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	var types strings.Builder
	types.WriteString("type T0 struct{ a, b *int }\n")
	for i := range 40 {
		n := strconv.Itoa(i + 1)
		types.WriteString("type T" + n + " struct{ a, b T" + strconv.Itoa(i) + " }\n")
	}
	var consts strings.Builder
	consts.WriteString("const s0 = \"0123456789abcdef\"\n")
	for i := range 30 {
		p := "s" + strconv.Itoa(i)
		consts.WriteString("const s" + strconv.Itoa(i+1) + " = " + p + "+" + p + "\n")
	}
	for name, code := range map[string]string{
		"types":   types.String() + "var v, w T40\nfunc Secret(n int) string { if v == w { return \"\" }; return \"x\" }",
		"strings": consts.String() + "func Secret(n int) string { return s30 }",
	} {
		t.Run(name, func(t *testing.T) {
			v, err := j.Judge(context.Background(), &secret, code)
			if err != nil || v.Status != bench.CompileError {
				t.Errorf("got %s, %v", summary(v), err)
			}
			t.Log(summary(v))
		})
	}
}

// buildFolders are the folders that programs and batches are made in, see programDir and
// batch.make.
func buildFolders(dir string) []string {
	programs, _ := filepath.Glob(filepath.Join(dir, "*", "program-*"))
	batches, _ := filepath.Glob(filepath.Join(dir, "*", "seen", "batch-*"))
	return append(programs, batches...)
}

func TestNothingIsLeftBehind(t *testing.T) {
	testJudge(t) // skips where nothing can be judged
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	j, err := New(context.Background(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	show(t, j, clamp, "func Clamp(x, lo, hi int) int { return 0 }")
	kept := buildFolders(dir) // the program that knows the wanted values
	if len(kept) == 0 {
		t.Error("found no folder at all")
	}
	show(t, j, clamp, "func Clamp(x, lo, hi int) int { return 1 }")
	show(t, j, clamp, "func Clamp(x, lo, hi int) int { return nothing }")
	judgeTogether(t, j, "type T struct{}\nfunc Clamp(x, lo, hi int) int { return 0 }", "func Clamp(x, lo, hi int) int { return other }")
	if left := buildFolders(dir); !slices.Equal(left, kept) {
		t.Errorf("left after judging: %v, before: %v", left, kept)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left after Close: %v, %v", left, err)
	}
}
