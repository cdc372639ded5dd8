package judging

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"dialogo/bench"
	"dialogo/datasets"
	"dialogo/reports"
)

func tasks() []bench.Task {
	return []bench.Task{
		{ID: "a", Entry: "A", Signature: "func A() int"}, {ID: "b", Entry: "B", Signature: "func B() int"},
		{ID: "c", Entry: "C", Signature: "func C() int", Test: &bench.CodeTest{Name: "TestC"}},
	}
}

func set() datasets.Set {
	return datasets.Set{Name: "three", Tasks: tasks(), Notes: []datasets.Note{{Task: "b", Text: "by chance"}, {Task: "c", Text: "too"}}}
}

// fakeJudge passes code that says right, fails on code that says broken, and counts.
type fakeJudge struct {
	mu     sync.Mutex
	judged map[string]int
	broken atomic.Bool
	after  func(n int)
}

func (j *fakeJudge) Judge(ctx context.Context, t *bench.Task, code string) (bench.Verdict, error) {
	j.mu.Lock()
	if j.judged == nil {
		j.judged = map[string]int{}
	}
	j.judged[t.ID+code]++
	n := len(j.judged)
	j.mu.Unlock()
	if j.after != nil {
		j.after(n)
	}
	v := bench.Verdict{Status: bench.WrongAnswer, Trust: t.Trust(), Judge: "fake"}
	switch {
	case ctx.Err() != nil:
		return v, ctx.Err()
	case strings.Contains(code, "broken") && j.broken.Load():
		return v, errors.New("the disk is full")
	case strings.Contains(code, "right"):
		v.Status = bench.Passed
	}
	return v, nil
}

// write makes a samples file of "task code" lines.
func write(t *testing.T, lines ...string) string {
	t.Helper()
	var b strings.Builder
	for _, l := range lines {
		task, code, _ := strings.Cut(l, " ")
		fmt.Fprintf(&b, `{"task_id": %q, "solution": %q}`+"\n", task, code)
	}
	file := filepath.Join(t.TempDir(), "s.jsonl")
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func runner(t *testing.T, file, out string, j bench.Judge) *Runner {
	t.Helper()
	p, err := Scan(file, set(), tasks(), false)
	if err != nil {
		t.Fatal(err)
	}
	return &Runner{Plan: p, Out: out, Judge: j, Jobs: 4, Under: reports.JudgedUnder{Schema: "1", SamplesHash: p.Hash, Judge: "fake"}}
}

func read(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, reports.VerdictsFile))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEqualProgramsAreJudgedOnceAndErrorsAreNotWrong(t *testing.T) {
	var lines []string
	for i := range 50 {
		lines = append(lines, "a right", "b right", fmt.Sprintf("a wrong%d", i), "b broken")
	}
	file, out := write(t, lines...), filepath.Join(t.TempDir(), "out")
	j := &fakeJudge{}
	j.broken.Store(true)
	s, err := runner(t, file, out, j).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if s.Answers != 200 || s.Errored != 50 || s.Repeated != 147 || s.Statuses[bench.Passed] != 100 || s.Statuses[bench.WrongAnswer] != 50 || s.Unanswered != 1 {
		t.Errorf("%+v", s)
	}
	if s.Lifted != 2 || s.InProcess != 0 || s.LiftedShare != 1 { // c has no answers
		t.Errorf("trust: %d lifted, %d in-process, %v", s.Lifted, s.InProcess, s.LiftedShare)
	}
	if len(s.Errors) != 1 || s.Errors[0] != (reports.VerdictError{Reason: "the disk is full", Answers: 50}) || s.Session.Judged != 200 {
		t.Errorf("reasons: %+v; session: %+v", s.Errors, s.Session)
	}
	// Of a half of the answers are right, of b all that were judged.
	if p := s.PassAtK[0]; *p.Value != 0.75 || *p.Bound != 0.5 || p.Tasks != 2 {
		t.Errorf("pass@1: %+v", p)
	}
	if len(s.Notes) != 1 || s.Notes[0] != (reports.VerdictNote{Task: "b", Note: "by chance"}) { // c has no answers
		t.Errorf("notes: %+v", s.Notes)
	}
	for code, n := range j.judged {
		if n != 1 {
			t.Errorf("%q was judged %d times", code, n)
		}
	}
	for i, line := range strings.Split(strings.TrimSpace(read(t, out)), "\n") {
		task, code, _ := strings.Cut(lines[i], " ")
		if want := fmt.Sprintf(`{"task_id":"%s","sample":%d,"line":%d,`, task, i/4*2+i%4/2, i+1); !strings.HasPrefix(line, want) || !strings.Contains(line, `"code":"`+code+`"`) {
			t.Errorf("line %d is %s", i+1, line)
		}
	}

	// When the disk is no longer full, only what was errored is judged.
	j = &fakeJudge{}
	s, err = runner(t, file, out, j).Run(t.Context())
	if err != nil || s.Errored != 0 || s.Session.Judged != 50 || s.Repeated != 147 || len(j.judged) != 1 || j.judged["bbroken"] != 1 {
		t.Errorf("%+v, %v, judged %v", s, err, j.judged)
	}
}

// Records without a prompt are answers to the dataset's.
func TestThePromptIsTheDatasets(t *testing.T) {
	const prompt = "import \"math\"\n\n// A is right.\nfunc A() int {\n"
	file := write(t, "a "+prompt+"\treturn 1\n}\n")
	for _, given := range []string{prompt, ""} {
		s := set()
		s.Prompts = map[string]string{"a": given}
		p, err := Scan(file, s, tasks(), false)
		if err != nil {
			t.Fatal(err)
		}
		j := &fakeJudge{}
		if _, err := (&Runner{Plan: p, Out: t.TempDir(), Judge: j}).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		for code := range j.judged {
			if excused := !strings.Contains(code, "math"); excused != (given != "") {
				t.Errorf("prompt %q: judged was\n%s", given, code)
			}
		}
	}
}

func TestGoesOnAfterAnInterrupt(t *testing.T) {
	var lines []string
	for i := range 300 {
		lines = append(lines, fmt.Sprintf("a right%d", i))
	}
	file, out := write(t, lines...), filepath.Join(t.TempDir(), "out")
	ctx, cancel := context.WithCancel(t.Context())
	first := &fakeJudge{after: func(n int) {
		if n == 100 {
			cancel()
		}
	}}
	r := runner(t, file, out, first)
	if _, err := r.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	kept := r.Judged()
	if kept < 90 || kept > 100 {
		t.Errorf("%d are kept", kept)
	}
	// A crash may leave half a line.
	f, err := os.OpenFile(filepath.Join(out, partialFile), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteString(`{"task_id":"a","sam`)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	second := &fakeJudge{}
	r = runner(t, file, out, second)
	var done int
	r.Started = func(n int) { done = n }
	s, err := r.Run(t.Context())
	if err != nil || done != kept || len(second.judged) != 300-kept || s.Statuses[bench.Passed] != 300 {
		t.Errorf("%v, %d were kept and %d found, then %d judged: %+v", err, kept, done, len(second.judged), s)
	}
	if n := strings.Count(read(t, out), "\n"); n != 300 {
		t.Errorf("%d lines", n)
	}
	if left, _ := filepath.Glob(filepath.Join(out, "*partial*")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

// What is said to be kept at an interrupt is what is found again: samples with a verdict,
// also those that have it from an equal one, and not those that are errored.
func TestInterruptAndResumeCountAlike(t *testing.T) {
	var lines []string
	for i := range 300 {
		lines = append(lines, fmt.Sprintf("a right%d", i/3), fmt.Sprintf("b broken%d", i/2))
	}
	file, out := write(t, lines...), filepath.Join(t.TempDir(), "out")
	kept := 0
	for stop := 40; ; stop += 40 { // interrupted again and again
		ctx, cancel := context.WithCancel(t.Context())
		j := &fakeJudge{}
		j.broken.Store(stop < 160)
		j.after = func(n int) {
			if n == 30 {
				cancel()
			}
		}
		r := runner(t, file, out, j)
		found := -1
		r.Started = func(n int) { found = n }
		s, err := r.Run(ctx)
		cancel()
		if found != kept {
			t.Fatalf("%d were kept, %d are found", kept, found)
		}
		if err == nil {
			if s.Answers != 600 || s.Errored != 0 || s.Repeated != 600-100-150 {
				t.Errorf("%+v", s)
			}
			break
		}
		if kept = r.Judged(); stop > 4000 {
			t.Fatal(err)
		}
	}
	if kept < 100 {
		t.Errorf("%d were kept in the end: this shows little", kept)
	}
}

func TestFoldersThatAreRefused(t *testing.T) {
	file := write(t, "a right")
	header := `{"schema":"1","samples_hash":"SAMPLES","judge":"fake"}` + "\n"
	for _, tt := range []struct{ name, file, text, want string }{
		{"something else", "notes.txt", "", "is not empty (it has notes.txt)"},
		{"a run", "study.yaml", "", "is not empty"},
		{"another summary", reports.SummaryFile, "{}", "is no summary of 'dialogo judge'"},
		{"other samples", partialFile, strings.Replace(header, "SAMPLES", "x", 1), "samples (hash): was x, is"},
		{"a damaged header", partialFile, "{\n", "partial.jsonl:1 is damaged"},
		{"a damaged line", partialFile, header + "{}}\n", "partial.jsonl:2 is damaged"},
		{"a repeat of nothing", partialFile, header + `{"task_id":"a","sample":0,"repeats":3}` + "\n", `there is no sample 3 of task "a"`},
		{"a verdict on nothing", partialFile, header + `{"task_id":"a","sample":1}` + "\n", `there is no sample 1 of task "a"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := t.TempDir()
			r := runner(t, file, out, &fakeJudge{})
			text := strings.Replace(tt.text, "SAMPLES", r.Plan.Hash, 1)
			if err := os.WriteFile(filepath.Join(out, tt.file), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := r.Run(t.Context()); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if b, err := os.ReadFile(filepath.Join(out, tt.file)); err != nil || string(b) != text {
				t.Errorf("the file was changed to %q, %v", b, err)
			}
		})
	}
	locked := t.TempDir() // as a folder that is not ours to write is, also for root
	if err := os.Mkdir(filepath.Join(locked, lockFile), 0o755); err != nil {
		t.Fatal(err)
	}
	var usage *bench.UsageError
	if _, err := runner(t, file, locked, &fakeJudge{}).Run(t.Context()); !errors.As(err, &usage) || !strings.Contains(err.Error(), "it cannot be written: is a directory; choose another --out") {
		t.Errorf("got %v", err)
	}
	out := t.TempDir() // cut off before the header was whole
	if err := os.WriteFile(filepath.Join(out, partialFile), []byte(header[:20]), 0o644); err != nil {
		t.Fatal(err)
	}
	if s, err := runner(t, file, out, &fakeJudge{}).Run(t.Context()); err != nil || s.Answers != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

// What of a finished folder is lost is made again, where it is known to be of the same
// answers; where it is not, it is said what to delete.
func TestFoldersThatLostAFile(t *testing.T) {
	file := write(t, "a right", "a wrong")
	for _, tt := range []struct {
		lost   string
		judged int
		want   string
	}{
		{"verdicts.csv", 0, ""},
		{reports.VerdictsFile, 2, ""},
		{reports.SummaryFile, 0, "has no summary.json, which says under what its verdicts were found: put it back, or delete "},
	} {
		t.Run(tt.lost, func(t *testing.T) {
			out := t.TempDir()
			if _, err := runner(t, file, out, &fakeJudge{}).Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(filepath.Join(out, tt.lost)); err != nil {
				t.Fatal(err)
			}
			j := &fakeJudge{}
			_, err := runner(t, file, out, j).Run(t.Context())
			if fmt.Sprint(err) != "<nil>" && tt.want == "" || err == nil && tt.want != "" || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v", err)
			}
			if _, err := os.Stat(filepath.Join(out, tt.lost)); len(j.judged) != tt.judged || tt.want == "" && err != nil {
				t.Errorf("%d were judged; %v", len(j.judged), err)
			}
		})
	}
}

// Samples of another dataset are one error, and no advice to leave out all of them; what
// cuts the file short is said all the same, and also behind many other errors.
func TestSamplesOfAnotherDataset(t *testing.T) {
	lines := make([]string, 50)
	for i := range lines {
		lines[i] = fmt.Sprintf("nowhere/%d x", i)
	}
	whole, err := os.ReadFile(write(t, lines...))
	if err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	w.Write(whole)
	w.Flush() // but no Close: it ends in the middle
	cut := filepath.Join(t.TempDir(), "s.jsonl.gz")
	if err := os.WriteFile(cut, zipped.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, skipBad := range []bool{false, true} {
		_, err := Scan(cut, set(), tasks(), skipBad)
		if err == nil || strings.Contains(err.Error(), "skip-bad") || strings.Count(err.Error(), "nowhere") > 0 {
			t.Errorf("got %v", err)
		}
		for _, want := range []string{`none of the 50 samples' tasks is in three, which has 3, such as "a"; did you mean another --dataset?`, "the compressed file is cut short"} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %q", err, want)
			}
		}
	}
}

func TestScanRefusesWhatIsNotSound(t *testing.T) {
	bad := write(t, "a x", "aa x", "zzz x")
	_, err := Scan(bad, set(), tasks(), false)
	var usage *bench.UsageError
	for _, want := range []string{"2 errors", `s.jsonl:2: unknown task "aa" (did you mean "a"?)`, `s.jsonl:3: unknown task "zzz"`, "--skip-bad"} {
		if !errors.As(err, &usage) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	p, err := Scan(bad, set(), tasks(), true)
	if err != nil || p.Answers() != 1 || p.Unanswered() != 2 || p.SkippedAll != 2 {
		t.Errorf("%+v, %v", p, err)
	}
	// Of the three tasks, none of which has a reference, one has samples.
	if n := p.Unpaced(); n != 1 {
		t.Errorf("%d tasks have no pace", n)
	}
	// Answers to tasks that are not selected are passed over.
	if p, err := Scan(write(t, "a x", "b y", "b z"), set(), tasks()[1:2], false); err != nil || p.Answers() != 2 {
		t.Errorf("%+v, %v", p, err)
	}
	many := make([]string, 50)
	for i := range many {
		many[i] = "aa x"
	}
	if _, err := Scan(write(t, many...), set(), tasks(), true); err == nil || !strings.Contains(err.Error(), "none is left, all 50 were skipped") || !strings.Contains(err.Error(), "and 30 more") {
		t.Errorf("got %v", err)
	}
}

func TestSamplesThatChangeAreNoticed(t *testing.T) {
	file := write(t, "a right", "a wrong")
	r := runner(t, file, t.TempDir(), &fakeJudge{})
	if err := os.WriteFile(file, []byte(`{"task_id": "a", "solution": "right"}`+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "was changed while it was read") {
		t.Errorf("got %v", err)
	}
}

func TestOneAtATimeInAFolder(t *testing.T) {
	file, out := write(t, "a right"), t.TempDir()
	inside := false
	var second error
	j := &fakeJudge{}
	j.after = func(int) {
		if !inside {
			inside = true
			_, second = runner(t, file, out, &fakeJudge{}).Run(t.Context())
		}
	}
	if _, err := runner(t, file, out, j).Run(t.Context()); err != nil || second == nil || !strings.Contains(second.Error(), "is being written by another dialogo") {
		t.Errorf("%v; %v", err, second)
	}
}
