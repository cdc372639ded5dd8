package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"strings"
	"unicode/utf8"

	"dialogo/bench"
	"dialogo/scoring"
)

// The rows of the result tables. A parquet tag makes a field a column; csv:"-"
// keeps it out of the CSV. An optional text is null when empty; a number that may
// be absent is a pointer.

// keyColumns name the episode in every table below.
type keyColumns struct {
	Model  string `parquet:"model,dict"`
	Mix    string `parquet:"mix,dict"`
	Task   string `parquet:"task,dict"`
	Sample int    `parquet:"sample"`
}

func columnsOf(k bench.Key) keyColumns { return keyColumns{k.Model, k.Mix, k.Task, k.Sample} }

type episodeRow struct {
	keyColumns
	Dataset    string `parquet:"dataset,optional,dict"`
	Difficulty string `parquet:"difficulty,optional,dict"`
	Trust      string `parquet:"trust,dict"`
	Simulated  bool   `parquet:"simulated"`
	// Scored is false when it errored, or is unfinished since the study grew.
	Scored  bool   `parquet:"scored"`
	Stopped string `parquet:"stopped,dict"`
	Turns   int    `parquet:"turns"`
	// FirstSolved is the first solved turn; null when never, or not scored.
	FirstSolved *int `parquet:"first_solved,optional"`
	// Status is the last turn's; null without a turn.
	Status       string `parquet:"status,optional,dict"`
	ErrorTurn    *int   `parquet:"error_turn,optional"`
	ErrorStep    string `parquet:"error_step,optional,dict"`
	ErrorCause   string `parquet:"error_cause,optional,dict"`
	ErrorMessage string `parquet:"error_message,optional" csv:"-"`
}

func episodeRows(rec *bench.Record) iter.Seq[episodeRow] {
	tasks := map[string]*bench.Task{}
	for i := range rec.Tasks {
		tasks[rec.Tasks[i].ID] = &rec.Tasks[i]
	}
	return func(yield func(episodeRow) bool) {
		for i := range rec.Episodes {
			e := &rec.Episodes[i]
			task := tasks[e.Task]
			if task == nil { // scoring.Score refuses such a record
				task = &bench.Task{}
			}
			if !yield(newEpisodeRow(e, task, rec.Study.Turns)) {
				return
			}
		}
	}
}

func newEpisodeRow(e *bench.Episode, task *bench.Task, turns int) episodeRow {
	r := episodeRow{
		keyColumns: columnsOf(e.Key), Dataset: task.Dataset, Difficulty: task.Difficulty, Trust: string(task.Trust()),
		Simulated: e.Simulated, Stopped: e.Stopped, Turns: len(e.Turns),
	}
	if o, ok := scoring.OutcomeOf(e, turns); ok {
		r.Scored = true
		if first, ok := o.First(); ok {
			r.FirstSolved = &first
		}
	}
	if len(e.Turns) > 0 {
		r.Status = string(e.Turns[len(e.Turns)-1].Verdict.Status)
	}
	if e.Error != nil {
		r.ErrorTurn, r.ErrorStep, r.ErrorCause, r.ErrorMessage = &e.Error.Turn, e.Error.Step, e.Error.Cause, e.Error.Message
	}
	return r
}

type turnRow struct {
	keyColumns
	Turn int `parquet:"turn"`
	// Carried turns asked no model: Call is null.
	Carried bool   `parquet:"carried"`
	Call    string `parquet:"call,optional"`
	// Rule is how code was found in the reply; see bench.Extraction.
	Rule          string `parquet:"rule,dict"`
	Status        string `parquet:"status,dict"`
	CasesPassed   int    `parquet:"cases_passed"`
	CasesTotal    int    `parquet:"cases_total"`
	VisiblePassed bool   `parquet:"visible_passed"`
	// FeedbackSources are those that gave the model something, a text or a fresh
	// attempt, joined by + as in a mix; null when none did. A source that was asked
	// and had nothing to say is not among them.
	FeedbackSources string `parquet:"feedback_sources,optional,dict"`
	// FeedbackChars counts the Unicode characters of all feedback texts.
	FeedbackChars int `parquet:"feedback_chars"`
	// FeedbackSimulated is set when a simulated critic wrote one of the texts.
	FeedbackSimulated bool `parquet:"feedback_simulated"`
	// CodeHash is the SHA-256 of Code in hex; null without code.
	CodeHash  string  `parquet:"code_hash,optional"`
	Code      string  `parquet:"code,optional" csv:"-"`
	Feedback  string  `parquet:"feedback,optional" csv:"-"`
	CompileMS float64 `parquet:"compile_ms" csv:"-"`
	RunMS     float64 `parquet:"run_ms" csv:"-"`
	// CPUMS, MemoryKB and OutputBytes are bench.Resources'.
	CPUMS       float64 `parquet:"cpu_ms" csv:"-"`
	MemoryKB    int64   `parquet:"memory_kb" csv:"-"`
	OutputBytes int64   `parquet:"output_bytes" csv:"-"`
}

func turnRows(rec *bench.Record) iter.Seq[turnRow] {
	return func(yield func(turnRow) bool) {
		for i := range rec.Episodes {
			e := &rec.Episodes[i]
			for j := range e.Turns {
				if !yield(newTurnRow(e.Key, &e.Turns[j])) {
					return
				}
			}
		}
	}
}

func newTurnRow(k bench.Key, t *bench.Turn) turnRow {
	r := turnRow{
		keyColumns: columnsOf(k), Turn: t.Index, Carried: t.Carried, Call: t.Call, Rule: t.Extraction.Rule,
		Status: string(t.Verdict.Status), CasesTotal: len(t.Verdict.Cases), VisiblePassed: t.Verdict.VisiblePassed(),
		Code: t.Extraction.Code, CompileMS: t.Verdict.CompileMS, RunMS: t.Verdict.RunMS,
		CPUMS: t.Verdict.CPUMS, MemoryKB: t.Verdict.MemoryKB, OutputBytes: t.Verdict.OutputBytes,
	}
	for _, c := range t.Verdict.Cases {
		if c.Status == bench.Passed {
			r.CasesPassed++
		}
	}
	var sources, texts []string
	for _, f := range t.Feedback {
		if f.Text == "" && !f.Fresh {
			continue
		}
		sources = append(sources, f.Source)
		if f.Text != "" {
			texts = append(texts, f.Text)
			r.FeedbackChars += utf8.RuneCountInString(f.Text)
		}
		r.FeedbackSimulated = r.FeedbackSimulated || f.Simulated
	}
	r.FeedbackSources, r.Feedback = strings.Join(sources, "+"), strings.Join(texts, "\n\n")
	if r.Code != "" {
		sum := sha256.Sum256([]byte(r.Code))
		r.CodeHash = hex.EncodeToString(sum[:])
	}
	return r
}

type caseRow struct {
	keyColumns
	Turn    int    `parquet:"turn"`
	Case    string `parquet:"case,dict"`
	Visible bool   `parquet:"visible"`
	Status  string `parquet:"status,dict"`
	Got     string `parquet:"got,optional" csv:"-"`
	Message string `parquet:"message,optional" csv:"-"`
}

func caseRows(rec *bench.Record) iter.Seq[caseRow] {
	return func(yield func(caseRow) bool) {
		for i := range rec.Episodes {
			e := &rec.Episodes[i]
			for j := range e.Turns {
				for _, c := range e.Turns[j].Verdict.Cases {
					r := caseRow{columnsOf(e.Key), e.Turns[j].Index, c.Case, c.Visible, string(c.Status), c.Got, c.Message}
					if !yield(r) {
						return
					}
				}
			}
		}
	}
}

type metricRow struct {
	Model  string `parquet:"model,dict"`
	Mix    string `parquet:"mix,dict"`
	Metric string `parquet:"metric,dict"`
	// K is null but for pass@k.
	K        *int     `parquet:"k,optional"`
	Turn     int      `parquet:"turn"`
	Value    *float64 `parquet:"value,optional"`
	Low      *float64 `parquet:"low,optional"`
	High     *float64 `parquet:"high,optional"`
	Bound    *float64 `parquet:"bound,optional"`
	Tasks    int      `parquet:"tasks"`
	Episodes int      `parquet:"episodes"`
	Errored  int      `parquet:"errored"`
	Interval string   `parquet:"interval,optional,dict"`
	Level    float64  `parquet:"level"`
	// Simulated is "model", "critic", "model and critic", or null.
	Simulated string `parquet:"simulated,optional,dict"`
	// InProcess is how many of the tasks were judged in one process with the answer.
	InProcess int `parquet:"in_process"`
}

func metricRows(rows []scoring.Row) iter.Seq[metricRow] {
	return func(yield func(metricRow) bool) {
		for _, r := range rows {
			m := metricRow{r.Model, r.Mix, r.Metric, nil, r.Turn, r.Value, r.Low, r.High, r.Bound,
				r.Tasks, r.Episodes, r.Errored, r.Interval, r.Level, r.Simulated, r.InProcess}
			if r.Metric == scoring.Pass {
				m.K = &r.K
			}
			if !yield(m) {
				return
			}
		}
	}
}
