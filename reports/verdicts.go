package reports

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"dialogo/bench"
)

// Names of the files that [WriteVerdicts] writes.
const (
	VerdictsFile = "verdicts.jsonl"
	SummaryFile  = "summary.json"
)

// Judged is an existing answer and what the judge found of it: a line of verdicts.jsonl.
type Judged struct {
	// Task is the task's ID.
	Task string `json:"task_id"`
	// Sample counts the answers to the task from 0, in the order of their file.
	Sample int `json:"sample"`
	// Line is where the answer stands in its file, counted from 1.
	Line int `json:"line"`
	// Passed is nil for an answer that was not judged.
	Passed *bool `json:"passed,omitempty"`
	// Verdict is nil for an answer that was not judged, which Error then says why.
	*bench.Verdict
	Error string `json:"error,omitempty"`
	// Rule says how Code was made of the sample; see bench.Extraction.
	Rule string `json:"rule"`
	// CodeHash is the SHA-256 of Code in hex.
	CodeHash string `json:"code_hash"`
	// Code is the program that was judged; CodeCut says that it is the beginning of one
	// that was refused for its length, see [Judged.SetCode].
	Code    string `json:"code"`
	CodeCut bool   `json:"code_cut,omitempty"`
}

const (
	// longCode is the length in bytes from which on no program is judged: it is refused
	// for that alone, so that its hash and its beginning tell all there is to know, and
	// 5 MB of noise an answer need not be kept twice.
	longCode = 1 << 20
	keptOfIt = 4 << 10
)

// SetCode keeps a program and its hash, the hash of all of it also where it is long.
func (a *Judged) SetCode(code string) {
	sum := sha256.Sum256([]byte(code))
	a.Code, a.CodeHash = code, hex.EncodeToString(sum[:])
	if a.CodeCut = len(code) > longCode; a.CodeCut {
		a.Code = strings.ToValidUTF8(code[:keptOfIt], "")
	}
}

// WriteVerdicts writes verdicts.jsonl, verdicts.parquet, cases.parquet, verdicts.csv
// and summary.json to a folder that is there. It goes through the answers once a file,
// and holds one of them at a time. The CSV has no code, no diagnostics, and none of the
// figures that vary from run to run: those are in the Parquet. It changes nothing when it fails: when a file cannot be
// written, or the answers end in an error.
func WriteVerdicts(dir string, answers iter.Seq2[Judged, error], s VerdictSummary) error {
	st := &staging{dir: dir}
	defer st.clear()
	var failed error // of answers
	good := func(yield func(Judged) bool) {
		for a, err := range answers {
			if failed = err; err != nil || !yield(a) {
				return
			}
		}
	}
	for _, file := range []struct {
		name  string
		write func(*os.File) error
	}{
		{VerdictsFile, func(f *os.File) error { return writeLines(f, good) }},
		{"verdicts.parquet", func(f *os.File) error { return writeParquet(f, "verdicts", verdictRows(good)) }},
		{"cases.parquet", func(f *os.File) error { return writeParquet(f, "cases", verdictCases(good)) }},
		{"verdicts.csv", func(f *os.File) error { return writeCSV(f, verdictRows(good)) }},
		{SummaryFile, func(f *os.File) error { return s.WriteJSON(f) }},
	} {
		if err := st.file(file.name, file.write); err != nil {
			return err
		}
		if failed != nil {
			return failed
		}
	}
	return st.publish()
}

// writeLines writes JSON Lines.
func writeLines[T any](w io.Writer, rows iter.Seq[T]) error {
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	for r := range rows {
		if err := enc.Encode(r); err != nil {
			return err
		}
	}
	return b.Flush()
}

type verdictRow struct {
	Task   string `parquet:"task_id,dict"`
	Sample int    `parquet:"sample"`
	// Line is where the answer stands in the samples file.
	Line int `parquet:"line"`
	// Status and Passed are null where judging failed, as are the figures below.
	Status  string `parquet:"status,optional,dict"`
	Passed  *bool  `parquet:"passed,optional"`
	Trust   string `parquet:"trust,optional,dict"`
	Errored bool   `parquet:"errored"`
	// Rule is how code was found in the sample; see bench.Extraction.
	Rule        string `parquet:"rule,dict"`
	CasesPassed *int   `parquet:"cases_passed,optional"`
	CasesTotal  *int   `parquet:"cases_total,optional"`
	CodeHash    string `parquet:"code_hash"`
	Judge       string `parquet:"judge,optional,dict"`
	Error       string `parquet:"error,optional"`
	Diagnostics string `parquet:"diagnostics,optional" csv:"-"`
	Code        string `parquet:"code,optional" csv:"-"`
	// CodeCut says that Code is the beginning of a program too long to be judged.
	CodeCut     bool     `parquet:"code_cut" csv:"-"`
	CompileMS   *float64 `parquet:"compile_ms,optional" csv:"-"`
	RunMS       *float64 `parquet:"run_ms,optional" csv:"-"`
	CPUMS       *float64 `parquet:"cpu_ms,optional" csv:"-"`
	MemoryKB    *int64   `parquet:"memory_kb,optional" csv:"-"`
	OutputBytes *int64   `parquet:"output_bytes,optional" csv:"-"`
}

func verdictRows(answers iter.Seq[Judged]) iter.Seq[verdictRow] {
	return func(yield func(verdictRow) bool) {
		for a := range answers {
			if !yield(newVerdictRow(a)) {
				return
			}
		}
	}
}

func newVerdictRow(a Judged) verdictRow {
	r := verdictRow{Task: a.Task, Sample: a.Sample, Line: a.Line, Passed: a.Passed, Errored: a.Verdict == nil,
		Rule: a.Rule, CodeHash: a.CodeHash, Error: a.Error, Code: a.Code, CodeCut: a.CodeCut}
	v := a.Verdict
	if v == nil {
		return r
	}
	r.Status, r.Trust, r.Judge = string(v.Status), string(v.Trust), v.Judge
	passed := 0
	for _, c := range v.Cases {
		if c.Status == bench.Passed {
			passed++
		}
	}
	var lines []string
	for _, d := range v.Diagnostics {
		lines = append(lines, d.String())
	}
	r.CasesPassed, r.CasesTotal, r.Diagnostics = &passed, new(len(v.Cases)), strings.Join(lines, "\n")
	r.CompileMS, r.RunMS, r.CPUMS, r.MemoryKB, r.OutputBytes = &v.CompileMS, &v.RunMS, &v.CPUMS, &v.MemoryKB, &v.OutputBytes
	return r
}

type verdictCase struct {
	Task    string `parquet:"task_id,dict"`
	Sample  int    `parquet:"sample"`
	Case    string `parquet:"case,dict"`
	Visible bool   `parquet:"visible"`
	Status  string `parquet:"status,dict"`
	Got     string `parquet:"got,optional"`
	Message string `parquet:"message,optional"`
}

func verdictCases(answers iter.Seq[Judged]) iter.Seq[verdictCase] {
	return func(yield func(verdictCase) bool) {
		for a := range answers {
			if a.Verdict == nil {
				continue
			}
			for _, c := range a.Cases {
				if !yield(verdictCase{a.Task, a.Sample, c.Case, c.Visible, string(c.Status), c.Got, c.Message}) {
					return
				}
			}
		}
	}
}

// MarkJudged fills in what follows from a verdict, or from the error that came instead.
func (a *Judged) MarkJudged(v bench.Verdict, err error) {
	if err != nil {
		a.Error = fmt.Sprint(err)
		return
	}
	a.Verdict, a.Passed = &v, new(v.Status == bench.Passed)
}
