package reports

import (
	"bytes"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"dialogo/bench"
	"dialogo/scoring"
)

// judgedSamples are answers of every kind, with text that must not reach the CSV.
func judgedSamples() []Judged {
	right := bench.Verdict{Status: bench.Passed, Trust: bench.TrustOutside, Judge: "judge/0",
		Cases:     []bench.CaseResult{{Case: "v1", Visible: true, Status: bench.Passed, Got: "1"}, {Case: "h1", Status: bench.Passed, Got: "2"}},
		Resources: bench.Resources{CompileMS: 12.5, RunMS: 3.25, CPUMS: 1.5, MemoryKB: 2048, OutputBytes: 7}}
	wrong := bench.Verdict{Status: bench.CompileError, Trust: bench.TrustInProcess, Judge: "judge/0",
		Diagnostics: []bench.Diagnostic{{Line: 1, Column: 2, Message: secretText}}, Cases: []bench.CaseResult{{Case: "c1", Status: bench.NotRun, Message: secretText}}}
	list := []Judged{
		{Task: "add", Line: 1, Rule: "text/body", CodeHash: "aa", Code: secretText + "<"},
		{Task: formulaTask, Line: 3, Rule: "text/file", CodeHash: "bb", Code: secretText + "\xff"},
		{Task: "add", Sample: 1, Line: 4, Rule: "none", CodeHash: "cc"},
	}
	list[0].MarkJudged(right, nil)
	list[1].MarkJudged(wrong, nil)
	list[2].MarkJudged(bench.Verdict{}, errors.New(secretText))
	return list
}

func pairs(list []Judged, end error) iter.Seq2[Judged, error] {
	return func(yield func(Judged, error) bool) {
		for _, a := range list {
			if !yield(a, nil) {
				return
			}
		}
		if end != nil {
			yield(Judged{}, end)
		}
	}
}

func judgedSummary(t *testing.T) VerdictSummary {
	rows, err := scoring.ScoreSamples([]scoring.Tally{{Passed: 1, Errored: 1}, {Failed: 1, InProcess: true}, {}}, scoring.Options{K: []int{1, 10}})
	if err != nil {
		t.Fatal(err)
	}
	return VerdictSummary{Dialogo: "v0", JudgedUnder: JudgedUnder{Schema: ResultsSchema, Dataset: redLabel, Sandbox: "none (left off)",
		Required: []bench.Layer{bench.LayerNamespaces, bench.LayerLimits}, Unsandboxed: true},
		Tasks: 3, Unanswered: 1, Lifted: 1, InProcess: 1, LiftedShare: 0.5, Answers: 3, Repeated: 1, Errored: 1, Skipped: 2,
		Statuses: map[bench.Status]int{bench.Passed: 1, bench.CompileError: 1}, PassAtK: NewPassAtK(rows),
		Errors:  CountErrors(map[string]int{ErrorReason("open /a/b: no space left on device"): 1}),
		Notes:   []VerdictNote{{Task: formulaTask, Note: "passes by chance"}},
		Session: Session{Go: "go1.26", Host: "linux/amd64", Processors: 2, Jobs: 128, Judged: 3, Seconds: 1.5}}
}

func TestVerdictFiles(t *testing.T) {
	dir := t.TempDir()
	if err := WriteVerdicts(dir, pairs(judgedSamples(), nil), judgedSummary(t)); err != nil {
		t.Fatal(err)
	}
	for file, name := range map[string]string{"verdicts.csv": "verdicts.csv", VerdictsFile: "verdicts.jsonl", SummaryFile: "verdicts_summary.json"} {
		b, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(b), secretText); file == "verdicts.csv" && n != 1 { // why one could not be judged
			t.Errorf("code or diagnostics in the CSV, or no error: %d times", n)
		}
		golden(t, name, b)
	}
	rows, err := parquet.ReadFile[verdictRow](filepath.Join(dir, "verdicts.parquet"))
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if r := rows[0]; *r.MemoryKB != 2048 || *r.CompileMS != 12.5 || !*r.Passed || r.Code != secretText+"<" {
		t.Errorf("%+v", r)
	}
	if r := rows[2]; r.Passed != nil || r.MemoryKB != nil || !r.Errored || r.Error != secretText {
		t.Errorf("%+v", r)
	}
	cases, err := parquet.ReadFile[verdictCase](filepath.Join(dir, "cases.parquet"))
	if err != nil || len(cases) != 3 || cases[1].Got != "2" {
		t.Errorf("%+v, %v", cases, err)
	}
}

func TestVerdictTable(t *testing.T) {
	var out bytes.Buffer
	if err := judgedSummary(t).Table(&out); err != nil {
		t.Fatal(err)
	}
	golden(t, "verdicts_table.txt", out.Bytes())
}

// Where nothing was judged, nothing is said of trust, nor of each k that is undefined.
func TestTableOfNothingJudged(t *testing.T) {
	s := VerdictSummary{JudgedUnder: JudgedUnder{Dataset: "d"}, Tasks: 3, Answers: 4, Errored: 4, PassAtK: []PassAtK{{K: 1}},
		Errors: CountErrors(map[string]int{"b": 1, "a": 1, ErrorReason("write /x: no space left on device"): 2})}
	var out bytes.Buffer
	if err := s.Table(&out); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.Contains(got, "undefined") || strings.Contains(got, "Trust") ||
		!strings.Contains(strings.ReplaceAll(got, "\n", " "), "most often (2): no space left on device: set TMPDIR to a folder with room.") {
		t.Errorf("got\n%s", got)
	}
	if s.Errors[1].Reason != "a" || len(s.Errors) != 3 {
		t.Errorf("%+v", s.Errors)
	}
}

func TestVerdictFilesAreAllOrNone(t *testing.T) {
	dir := t.TempDir()
	broken := errors.New("cannot be read")
	if err := WriteVerdicts(dir, pairs(judgedSamples(), broken), judgedSummary(t)); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}

func TestVerdictsJudgedUnderOtherConditions(t *testing.T) {
	u := JudgedUnder{Schema: "1", DatasetHash: "d", SamplesHash: "s", Judge: "j", Sandbox: "b", Dataset: "name"}
	other := u
	other.Dataset, other.Samples = "another name", "moved.jsonl"
	if diff := u.Differs(other); len(diff) > 0 {
		t.Errorf("names differ: %q", diff)
	}
	other = JudgedUnder{Schema: "2", DatasetHash: "e", SamplesHash: "t", Judge: "k", Sandbox: "c", Limits: VerdictLimits{MemoryMB: 1}}
	if diff := u.Differs(other); len(diff) != 6 || diff[3] != "  judge: was j, is k" || diff[5] != "  limits.memory_mb: was 0, is 1" {
		t.Errorf("%q", diff)
	}
}

// A program too long to be judged says no more than its beginning and its hash.
func TestLongProgramsAreCut(t *testing.T) {
	long, just := strings.Repeat("é", longCode/2)+"x", strings.Repeat("x", longCode)
	var a, b Judged
	a.SetCode(long)
	b.SetCode(just)
	if !a.CodeCut || len(a.Code) > keptOfIt || !strings.HasPrefix(long, a.Code) || a.CodeHash == "" || b.CodeCut || b.Code != just {
		t.Errorf("%d bytes are kept, cut: %v; %d, cut: %v", len(a.Code), a.CodeCut, len(b.Code), b.CodeCut)
	}
	var out bytes.Buffer
	if err := writeParquet(&out, "verdicts", verdictRows(slices.Values([]Judged{a, a}))); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range f.Metadata().RowGroups[0].Columns {
		if s := c.MetaData.Statistics; len(s.MaxValue) > keptOfIt {
			t.Errorf("%s has statistics of %d bytes", c.MetaData.PathInSchema[0], len(s.MaxValue))
		}
	}
}

// A page of free text does not repeat two of its texts in front of them.
func TestPagesHaveNoProgramsForBounds(t *testing.T) {
	var out bytes.Buffer
	if err := writeParquet(&out, "verdicts", verdictRows(slices.Values([]Judged{{Code: secretText + strings.Repeat("x", 500)}}))); err != nil {
		t.Fatal(err)
	}
	// The page itself, the row group's bounds, and their beginnings in the page index.
	if n := strings.Count(out.String(), secretText); n > 5 {
		t.Errorf("the program shows %d times", n)
	}
}

// Large texts end a row group early, so that writing them takes no more memory.
func TestParquetRowGroupsAreBoundedByText(t *testing.T) {
	var out bytes.Buffer
	text := strings.Repeat("x", 8<<20)
	rows := func(yield func(verdictRow) bool) {
		for range 20 {
			if !yield(verdictRow{Code: text}) {
				return
			}
		}
	}
	if err := writeParquet(&out, "verdicts", rows); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil || f.NumRows() != 20 || len(f.RowGroups()) != 10 {
		t.Errorf("%v, %d rows in %d groups", err, f.NumRows(), len(f.RowGroups()))
	}
}
