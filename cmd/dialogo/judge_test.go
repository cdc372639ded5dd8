package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"dialogo/bench"
	"dialogo/bench/benchtest"
	"dialogo/bench/judge"
	"dialogo/bench/judge/sandbox"
	"dialogo/datasets"
	"dialogo/reports"
)

// The canonical solutions of HumanEval-X, as completions in the forms in which models'
// answers come, pass: all 164, of which only Go/95's is not upstream's own text, which
// is right for some orders of a map only.
func TestJudgeHumanEvalX(t *testing.T) {
	needSandbox(t)
	data := benchtest.Shared(t, "data", "humanevalx", "humaneval_go.jsonl.gz")
	set, err := datasets.Load(data, datasets.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	samples := filepath.Join(dir, "samples.jsonl")
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	for i, r := range canonical(t, data) {
		solution := r.Solution
		if r.ID == "Go/95" {
			_, solution, _ = strings.Cut(set.Tasks[i].Reference, "{\n")
		}
		body := strings.TrimSuffix(strings.TrimRight(solution, " \n"), "}")
		for _, s := range []map[string]string{
			{"task_id": r.ID, "prompt": r.Prompt, "generation": solution},
			{"task_id": r.ID, "prompt": r.Prompt, "generation": r.Prompt + solution},
			{"task_id": r.ID, "completion": body},
			{"task_id": r.ID, "completion": solution + "\n// Test it.\nfunc main() {\n    fmt.Println("},
			{"task_id": r.ID, "completion": "```go\n" + solution + "\n```\nThat's it."},
			{"task_id": r.ID, "solution": set.Tasks[i].Reference},
			{"task_id": r.ID, "solution": r.Prompt + solution},
			{"task_id": r.ID, "solution": formatted(t, "package main\n\n"+r.Prompt+solution)},
		} {
			if err := enc.Encode(s); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := os.WriteFile(samples, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	mustRun(t, command(dir, nil, "judge", "-d", data, "--samples", samples, "-o", "out", "--progress", "none"))
	b, err := os.ReadFile(filepath.Join(dir, "out", reports.VerdictsFile))
	if err != nil {
		t.Fatal(err)
	}
	passed := 0
	for line := range strings.Lines(string(b)) {
		var j reports.Judged
		if err := json.Unmarshal([]byte(line), &j); err != nil {
			t.Fatal(err)
		}
		if j.Status != bench.Passed {
			t.Errorf("%s, sample %d: %s %v\n%s", j.Task, j.Sample, j.Status, j.Diagnostics, j.Code)
			continue
		}
		passed++
	}
	if passed != 8*164 {
		t.Errorf("%d of %d passed", passed, 8*164)
	}
}

func formatted(t *testing.T, code string) string {
	b, err := format.Source([]byte(code))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

type humanEvalX struct {
	ID       string `json:"task_id"`
	Prompt   string `json:"prompt"`
	Solution string `json:"canonical_solution"`
}

func canonical(t *testing.T, file string) []humanEvalX {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zr, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var all []humanEvalX
	for dec := json.NewDecoder(zr); dec.More(); {
		var r humanEvalX
		if err := dec.Decode(&r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// Ctrl-C keeps what was judged, and the same command goes on.
func TestInterruptedJudgingGoesOn(t *testing.T) {
	needSandbox(t)
	dir := t.TempDir()
	var lines strings.Builder
	for i := range 60 {
		fmt.Fprintf(&lines, `{"task_id": "add", "completion": "    for i := 0; i < 1e8; i++ {\n\ta += i %% 2\n\ta -= i %% 2\n    }\n    return a + b + %d - %d\n}"}`+"\n", i, i)
	}
	if err := os.WriteFile(filepath.Join(dir, "s.jsonl"), []byte(lines.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	args := []string{"judge", "-d", absolute("testdata/add"), "--samples", "s.jsonl", "-o", "out", "-j", "2", "--progress", "none"}
	c := command(dir, nil, args...)
	var said bytes.Buffer
	c.Stderr = &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	partial := filepath.Join(dir, "out", "verdicts.partial.jsonl")
	for range 1200 { // until two are judged
		if b, _ := os.ReadFile(partial); bytes.Count(b, []byte("\n")) > 2 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if c.Wait(); c.ProcessState.ExitCode() != exitInterrupted || !strings.Contains(said.String(), "of 60 answers are judged and kept in out; the same command goes on") {
		t.Fatalf("exit code %d: %s", c.ProcessState.ExitCode(), said.String())
	}
	kept, err := os.ReadFile(partial)
	if err != nil {
		t.Fatal(err)
	}
	said.Reset()
	c = command(dir, nil, args...)
	c.Stderr = &said
	if err := c.Run(); err != nil || !strings.Contains(said.String(), "of them are judged already") {
		t.Fatalf("%v: %s", err, said.String())
	}
	all, err := os.ReadFile(filepath.Join(dir, "out", reports.VerdictsFile))
	if err != nil || bytes.Count(all, []byte("\n")) != 60 {
		t.Fatalf("%d lines, %v", bytes.Count(all, []byte("\n")), err)
	}
	for line := range bytes.Lines(kept[bytes.IndexByte(kept, '\n')+1:]) {
		if !bytes.Contains(all, line) { // with its very figures
			t.Errorf("was judged again: %s", line)
		}
	}
}

// Ctrl-C while the standard library is compiled is an interrupt as any other. The go
// command here takes its time.
func TestInterruptedBeforeJudging(t *testing.T) {
	needSandbox(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte("#!/bin/sh\nexec sleep 60\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "s.jsonl"), []byte(`{"task_id": "add", "completion": ""}`), 0o644); err != nil {
		t.Fatal(err)
	}
	c := command(dir, []string{"PATH=" + dir + string(os.PathListSeparator) + os.Getenv("PATH")}, "judge", "-d", absolute("testdata/add"), "s.jsonl")
	stderr, err := c.StderrPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(stderr)
	for said.Scan() && !strings.HasPrefix(said.Text(), "preparing the toolchain") {
	}
	time.Sleep(500 * time.Millisecond) // into the go command, most likely; the test holds before it too
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	last := ""
	for said.Scan() {
		last = said.Text()
	}
	if c.Wait(); c.ProcessState.ExitCode() != exitInterrupted || last != "dialogo: interrupted" {
		t.Errorf("exit code %d: %s", c.ProcessState.ExitCode(), last)
	}
}

// What ends judging does not lose what was judged, and that is said; what is the user's
// to mend says itself what to do.
func TestWhatIsKeptIsSaid(t *testing.T) {
	full := &fs.PathError{Op: "write", Path: "out/verdicts.partial.jsonl", Err: syscall.ENOSPC}
	for _, tt := range []struct {
		err  error
		want string
	}{
		{full, full.Error() + "\nmake room for out; 3 of 5 answers are judged and kept in out: the same command goes on"},
		{errors.New("torn"), "torn\n3 of 5 answers are judged and kept in out: the same command goes on"},
		{bench.Usagef("choose another --out"), "choose another --out"},
	} {
		if got := kept(tt.err, 3, 5, "out"); got.Error() != tt.want || !errors.Is(got, tt.err) {
			t.Errorf("got %v", got)
		}
	}
}

// Every status and field that the results have is explained where they are asked for.
func TestJudgeHelpNamesAllOfTheResults(t *testing.T) {
	names := []string{string(bench.NotRun), "verdicts.csv", "verdicts.parquet", "cases.parquet", reports.VerdictsFile, reports.SummaryFile}
	for _, s := range bench.Statuses() {
		names = append(names, string(s))
	}
	for _, l := range sandbox.Required(nil) {
		names = append(names, string(l))
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[reports.Judged]()) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if !regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`).MatchString(judgeHelp) {
			t.Errorf("%s is not explained", name)
		}
	}
	if len(names) < 25 {
		t.Errorf("only %d names", len(names))
	}
}

func TestDoctorPrintsLayers(t *testing.T) {
	var out bytes.Buffer
	err := printChecks(&out, []judge.Check{
		{Name: "toolchain", Holds: true, Detail: "go1.26"},
		{Layer: bench.LayerNamespaces, Name: "network", Holds: true, Detail: "a program cannot reach the internet"},
		{Layer: bench.LayerNamespaces, Name: "files", Holds: true, Detail: "a program cannot see /etc/passwd"},
		{Layer: bench.LayerLandlock, Name: "landlock", Detail: "the kernel has none", Fix: "use Linux 6.2"},
		{Layer: bench.LayerPrivileges, Name: "privileges", Untried: true, Detail: "was not tried: no process could be started"},
		{Layer: bench.LayerSeccomp, Name: "seccomp: memory", Holds: true, Detail: "a program cannot share memory"},
	})
	const want = `ok  toolchain: go1.26
ok  layer namespaces
      network: a program cannot reach the internet
      files: a program cannot see /etc/passwd
NO  layer landlock
      the kernel has none
      to get it: use Linux 6.2
??  layer privileges
      was not tried: no process could be started
ok  layer seccomp
      memory: a program cannot share memory
`
	if err != nil || out.String() != want {
		t.Errorf("%v, got\n%s", err, out.String())
	}
}
