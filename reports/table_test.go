package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode"

	"dialogo/bench"
	"dialogo/scoring"
)

func writeTableText(t *testing.T, rec *bench.Record) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Table(&out, rec, scored(t, rec)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTableGolden(t *testing.T) {
	for name, c := range map[string]func(*bench.Record){
		// Everything that can be said: errors, in-process tests, samples, odd names.
		"table_hostile.txt": func(*bench.Record) {},
		// Short names fit beside their model.
		"table_flat.txt": func(rec *bench.Record) {
			rec.Study.Mixes = []string{"compile"}
			rec.Study.Models = rec.Study.Models[:1]
			keep(rec, func(e bench.Episode) bool { return e.Model == "sim/weak" && e.Mix == "compile" && e.Error == nil })
			rec.Planned = len(rec.Episodes)
			rec.Tasks[4].Test, rec.Study.Samples = nil, 1
		},
		// A run interrupted early, without a sandbox; no model simulated.
		"table_interrupted.txt": func(rec *bench.Record) {
			keep(rec, func(e bench.Episode) bool { return e.Task == "add" && e.Model != "sim/weak" })
			rec.Manifest.Sandbox = ""
		},
	} {
		rec := hostileRun(t)
		c(rec)
		golden(t, name, writeTableText(t, rec))
	}
}

func keep(rec *bench.Record, wanted func(bench.Episode) bool) {
	var kept []bench.Episode
	for _, e := range rec.Episodes {
		if wanted(e) {
			kept = append(kept, e)
		}
	}
	rec.Episodes = kept
}

func TestTableHasNoControlCharactersAndFits(t *testing.T) {
	rec := hostileRun(t)
	rec.Study.Models = append(rec.Study.Models, bench.ModelSpec{Name: "openai/" + strings.Repeat("模", 100)})
	rec.Study.Mixes = append(rec.Study.Mixes, strings.Repeat("exec:full+", 30))
	for line := range strings.Lines(string(writeTableText(t, rec))) {
		line = strings.TrimSuffix(line, "\n")
		if i := strings.IndexFunc(line, func(r rune) bool { return unicode.Is(unicode.Cf, r) || unicode.IsControl(r) }); i >= 0 {
			t.Errorf("%q has a control character", line)
		}
		if width(line) > 132 {
			t.Errorf("%d columns: %s", width(line), line)
		}
	}
}

func TestUndefinedScoresAreDashes(t *testing.T) {
	rec := hostileRun(t)
	rec.Episodes = nil
	out := string(writeTableText(t, rec))
	if strings.Contains(out, "0.0%") || strings.Contains(out, "NaN") || !strings.Contains(out, "–") {
		t.Errorf("a run without episodes has scores:\n%s", out)
	}
}

func TestFooterNamesTheInterval(t *testing.T) {
	rec := hostileRun(t)
	for method, want := range map[string]string{"": "Wilson", "t": "± Student t", "bootstrap": "percentile bootstrap"} {
		rows, err := scoring.Score(rec, scoring.Options{Method: method, Level: .9})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := Table(&out, rec, rows); err != nil {
			t.Fatal(err)
		}
		unwrapped := strings.Join(strings.Fields(out.String()), " ")
		if !strings.Contains(unwrapped, want) || !strings.Contains(unwrapped, "90% interval") {
			t.Errorf("%q: want %q in\n%s", method, want, out.String())
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestTableReportsAWriteError(t *testing.T) {
	rec := hostileRun(t)
	if err := Table(brokenPipe{}, rec, scored(t, rec)); err == nil {
		t.Error("no error")
	}
}

func TestTableJSON(t *testing.T) {
	rec := hostileRun(t)
	rows := scored(t, rec)
	var out bytes.Buffer
	if err := TableJSON(&out, rec, rows); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Episodes, Errored int
		Rows              []map[string]any
		Simulated         []string `json:"simulated_models"`
		InProcess         int      `json:"in_process_tasks"`
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Episodes != 60 || got.Errored != rec.Errored() || len(got.Rows) != len(rows) || got.InProcess != 1 ||
		len(got.Simulated) != 1 || got.Simulated[0] != "sim/weak" {
		t.Errorf("%+v", got)
	}
	out.Reset()
	rec.Episodes = nil
	if err := TableJSON(&out, rec, nil); err != nil {
		t.Fatal(err)
	}
	if s := out.String(); strings.Contains(s, `"rows": null`) || strings.Contains(s, `"simulated_models": null`) {
		t.Errorf("a list is null:\n%s", s)
	}
}

func TestWidthCountsColumns(t *testing.T) {
	for s, want := range map[string]int{"": 0, "abc": 3, "模型": 4, "e\u0301": 1, "naïve": 5, "🙂": 2, "한글": 4, "…": 1} {
		if got := width(s); got != want {
			t.Errorf("width(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestPlainDropsWhatWouldMoveTheCursor(t *testing.T) {
	for s, want := range map[string]string{
		"a\x1b[31mb": "a[31mb", "a\nb\tc": "a b c", "a\u202eb\u200bc": "abc", "\xff": "\uFFFD", "\r\x07\u009b": "", "模é": "模é",
	} {
		if got := plain(s); got != want {
			t.Errorf("plain(%q) = %q, want %q", s, got, want)
		}
	}
}

func FuzzNamesFitTheirColumn(f *testing.F) {
	f.Add("模型\x1b[0m", 3)
	f.Add("e\u0301e\u0301", 1)
	f.Fuzz(func(t *testing.T, s string, columns int) {
		if columns < 1 || columns > 200 {
			return
		}
		p := plain(s)
		if strings.ContainsFunc(p, unicode.IsControl) {
			t.Errorf("plain(%q) = %q", s, p)
		}
		if c := cut(p, columns); width(c) > columns {
			t.Errorf("cut(%q, %d) = %q takes %d", p, columns, c, width(c))
		}
	})
}
