//go:build linux

package judge_test

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/bench/benchtest"
)

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
