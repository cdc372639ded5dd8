package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dialogo/bench/benchtest"
)

var blocks = regexp.MustCompile("(?ms)^```(sh|yaml)\n(.*?)^```$")

// Every command of the README works as written: the shell blocks are run in order
// in a copy of the repository, with local servers in place of OpenAI and Ollama.
func TestReadmeCommands(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole demo; left out with -short")
	}
	needSandbox(t)
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, func(int, string) string { return "The function is missing.\n\n```go\npackage main\n```" })
	dir := copyRepository(t)
	env := append(os.Environ(), "OPENAI_API_KEY=sk-local-test", "OPENAI_BASE_URL="+s.URL+"/v1", "OLLAMA_HOST="+s.URL)
	ran := 0
	for _, m := range blocks.FindAllStringSubmatch(string(readme), -1) {
		if m[1] == "yaml" {
			writeStudy(t, dir, m[2])
			continue
		}
		for _, line := range strings.Split(strings.TrimSpace(m[2]), "\n") {
			if line == "go test ./..." {
				continue // this is it
			}
			c := exec.Command("sh", "-c", line)
			c.Dir, c.Env = dir, env
			out, err := c.CombinedOutput()
			if err != nil {
				t.Fatalf("%s: %v\n%s", line, err, out)
			}
			if strings.Contains(string(out), "sk-local-test") {
				t.Errorf("%s prints the key", line)
			}
			ran++
		}
	}
	if ran < 8 {
		t.Errorf("only %d commands were found in the README", ran)
	}
	noKeyIn(t, filepath.Join(dir, "runs"), "sk-local-test")
	demo, _ := filepath.Glob(filepath.Join(dir, "runs", "demo-*", "report.html"))
	if len(demo) != 1 {
		t.Errorf("the demo left %d reports", len(demo))
	}
}

// CI runs the very test command that the README gives.
func TestReadmeTestCommandIsWhatCIRuns(t *testing.T) {
	for _, file := range []string{"../../README.md", "../../.ci/run"} {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(`(?m)^go test \./\.\.\.$`).Match(b) {
			t.Errorf("%s has no line 'go test ./...'", file)
		}
	}
}

// copyRepository copies what git would give to a clone, and what it does not know yet.
func copyRepository(t *testing.T) string {
	root := absolute("../..")
	dir := t.TempDir()
	c := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	c.Dir = root
	out, err := c.Output()
	benchtest.Need(t, err == nil, "git, and a clone of the repository")
	for _, f := range strings.Split(strings.Trim(string(out), "\x00"), "\x00") {
		b, err := os.ReadFile(filepath.Join(root, f))
		if os.IsNotExist(err) {
			continue
		}
		to := filepath.Join(dir, f)
		if err == nil {
			err = os.MkdirAll(filepath.Dir(to), 0o755)
		}
		if err == nil {
			err = os.WriteFile(to, b, 0o755)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// noKeyIn fails if any file below dir holds the key.
func noKeyIn(t *testing.T, dir, key string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		b, err := os.ReadFile(path)
		if strings.Contains(string(b), key) {
			t.Errorf("%s holds the API key", path)
		}
		return err
	})
	if err != nil || files == 0 {
		t.Errorf("looked into %d files of %s: %v", files, dir, err)
	}
}
