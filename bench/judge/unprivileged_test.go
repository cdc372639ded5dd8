//go:build linux

package judge_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dialogo/bench/benchtest"
)

// nobody is the user and group the corpus is judged as.
const nobody = 65534

// TestAttacksUnprivileged judges the corpus once more as an ordinary user: what
// isolates answers is set up in other ways then. Each is judged once. Where the tests run as an ordinary
// user, TestAttacks is that already.
func TestAttacksUnprivileged(t *testing.T) {
	if testing.Short() {
		t.Skip("judges some hundred programs")
	}
	if os.Geteuid() != 0 {
		t.Skip("not root: TestAttacks runs as an ordinary user")
	}
	goTool, err := exec.LookPath("go")
	benchtest.Need(t, err == nil, "the go command")
	dir := userFolder(t)
	if err := os.CopyFS(filepath.Join(dir, "testdata"), os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "judge.test")
	copyFile(t, "/proc/self/exe", program)
	if err := os.Chmod(program, 0o755); err != nil {
		t.Fatal(err)
	}
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + filepath.Join(dir, "home"), "TMPDIR=" + filepath.Join(dir, "tmp"),
		"GOCACHE=" + filepath.Join(dir, "cache"), "GOTOOLCHAIN=local", "DIALOGO_REQUIRE_SHARED=1", "DIALOGO_ATTACK_ONCE=1", "DIALOGO_ATTACK=" + os.Getenv("DIALOGO_ATTACK")}
	copyStdCache(t, goTool, filepath.Join(dir, "cache"))
	give(t, dir)
	usable := asNobody(exec.Command(goTool, "version"), dir, env).Run()
	benchtest.Need(t, usable == nil, "a go command that other users may run ("+goTool+")")
	out, err := asNobody(exec.Command(program, "-test.run=^TestAttacks$", "-test.v"), dir, env).CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("--- PASS: TestAttacks ")) {
		t.Errorf("as user %d: %v\n%s", nobody, err, failures(out))
	}
}

// asNobody has a command run as an ordinary user in a folder.
func asNobody(cmd *exec.Cmd, dir string, env []string) *exec.Cmd {
	cmd.Dir, cmd.Env = dir, env
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	return cmd
}

// userFolder makes a folder that every user can reach, with folders for a user in it.
func userFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "dialogo-user-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"home", "tmp", "cache"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// give makes everything in a folder the user's.
func give(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(path, nobody, nobody))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// copyStdCache copies the compiled standard library from this user's build cache into
// another: compiling it takes half a minute. What is not copied, the go command
// compiles. In the cache an action, in a file of its id and "-a", names its output, which
// is in a file of the output's id and "-d".
func copyStdCache(t *testing.T, goTool, to string) {
	t.Helper()
	list := exec.Command(goTool, "list", "-export", "-deps", "-f", "{{.Export}}", "std")
	list.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off", "GO111MODULE=off")
	list.Dir = to
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]bool{}
	from := ""
	for path := range strings.FieldsSeq(string(out)) {
		from = filepath.Dir(filepath.Dir(path))
		wanted[strings.TrimSuffix(filepath.Base(path), "-d")] = true
	}
	actions, _ := filepath.Glob(filepath.Join(from, "*", "*-a"))
	for _, path := range actions {
		b, err := os.ReadFile(path)
		f := strings.Fields(string(b))
		if err != nil || len(f) < 3 || !wanted[f[2]] {
			continue
		}
		for _, name := range []string{filepath.Base(path), f[2] + "-d"} {
			if err := os.MkdirAll(filepath.Join(to, name[:2]), 0o755); err != nil {
				t.Fatal(err)
			}
			copyFile(t, filepath.Join(from, name[:2], name), filepath.Join(to, name[:2], name))
		}
	}
}

// failures are the lines of a test's output that tell of failures.
func failures(out []byte) string {
	var b strings.Builder
	for line := range strings.Lines(string(out)) {
		if !strings.Contains(line, " s to build, ") && !strings.HasPrefix(line, "=== ") && !strings.Contains(line, "--- PASS") {
			b.WriteString(line)
		}
	}
	s := b.String()
	return s[max(0, len(s)-20_000):]
}
