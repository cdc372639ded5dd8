package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"dialogo/bench"
)

var tableNames = []string{"episodes", "turns", "cases", "calls", "metrics"}

func writeResults(t *testing.T, rec *bench.Record) map[string][]byte {
	t.Helper()
	if err := WriteResults(rec, scored(t, rec)); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	entries, err := os.ReadDir(filepath.Join(rec.Dir, "results"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(rec.Dir, "results", e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	if len(files) != 10 {
		t.Fatalf("%d files in results, want 10", len(files))
	}
	return files
}

func TestColumns(t *testing.T) {
	files := writeResults(t, hostileRun(t))
	var got bytes.Buffer
	for _, name := range tableNames {
		line, _, _ := bytes.Cut(files[name+".csv"], []byte("\n"))
		f, err := parquet.OpenFile(bytes.NewReader(files[name+".parquet"]), int64(len(files[name+".parquet"])))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&got, "%s.csv\n%s\n%s.parquet\n%s\n\n", name, line, name, f.Schema())
	}
	golden(t, "columns.txt", got.Bytes())
}

func TestParquetFilesAreMarkedAndCompressed(t *testing.T) {
	files := writeResults(t, hostileRun(t))
	for _, name := range tableNames {
		data := files[name+".parquet"]
		f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if v, _ := f.Lookup("dialogo.schema"); v != ResultsSchema {
			t.Errorf("%s: dialogo.schema is %q", name, v)
		}
		if v, _ := f.Lookup("dialogo.table"); v != name {
			t.Errorf("%s: dialogo.table is %q", name, v)
		}
		for _, c := range f.Metadata().RowGroups[0].Columns {
			if c.MetaData.Codec.String() != "ZSTD" {
				t.Errorf("%s %v: compressed with %v", name, c.MetaData.PathInSchema, c.MetaData.Codec)
			}
		}
	}
}

// TestCSVAndParquetAgree reads both back and compares every cell they share.
func TestCSVAndParquetAgree(t *testing.T) {
	rec := hostileRun(t)
	files := writeResults(t, rec)
	turns, cases := 0, 0
	for _, e := range rec.Episodes {
		turns += len(e.Turns)
		for _, turn := range e.Turns {
			cases += len(turn.Verdict.Cases)
		}
	}
	agree[episodeRow](t, files, "episodes", len(rec.Episodes))
	agree[turnRow](t, files, "turns", turns)
	agree[caseRow](t, files, "cases", cases)
	agree[callRow](t, files, "calls", -1)
	agree[metricRow](t, files, "metrics", len(scored(t, rec)))
}

func agree[R any](t *testing.T, files map[string][]byte, name string, want int) {
	t.Helper()
	data := files[name+".parquet"]
	rows, err := parquet.Read[R](bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(bytes.NewReader(files[name+".csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 || len(rows) != len(lines)-1 || want >= 0 && len(rows) != want {
		t.Fatalf("%s: %d Parquet rows, %d CSV rows, want %d", name, len(rows), len(lines)-1, want)
	}
	for col, column := range lines[0] {
		field := slices.IndexFunc(columnFields(reflect.TypeFor[R]()), func(f reflect.StructField) bool {
			return strings.Split(f.Tag.Get("parquet"), ",")[0] == column
		})
		for i, row := range rows {
			v := reflect.ValueOf(row).FieldByIndex(columnFields(reflect.TypeFor[R]())[field].Index)
			if v.Kind() == reflect.Pointer && !v.IsNil() {
				v = v.Elem()
			}
			stored := fmt.Sprint(v.Interface())
			if v.Kind() == reflect.Pointer {
				stored = ""
			}
			// encoding/csv reads a quoted CR LF as LF.
			if got := strings.TrimPrefix(lines[i+1][col], "'"); got != strings.ReplaceAll(stored, "\r\n", "\n") {
				t.Errorf("%s row %d %s: CSV %q, Parquet %q", name, i, column, got, stored)
			}
		}
	}
}

// TestCSVIsReproducible: what varies from run to run changes no byte of a CSV.
func TestCSVIsReproducible(t *testing.T) {
	first := writeResults(t, hostileRun(t))
	rec := hostileRun(t)
	for i := range rec.Episodes {
		if e := rec.Episodes[i].Error; e != nil {
			e.Message = "connection reset after 17 ms"
		}
		for j := range rec.Episodes[i].Turns {
			v := &rec.Episodes[i].Turns[j].Verdict
			v.CompileMS, v.RunMS = 3*v.CompileMS+1, 0
		}
	}
	// The same calls, but other episodes asked first, and other machines answered.
	changed := 0
	err := filepath.WalkDir(filepath.Join(rec.Dir, "calls"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		changed++
		b = bytes.ReplaceAll(b, []byte(`"turn":0`), []byte(`"turn":9`))
		b = bytes.ReplaceAll(b, []byte(`"duration_ms":`), []byte(`"duration_ms":1`))
		return os.WriteFile(path, bytes.ReplaceAll(b, []byte(`"status":500`), []byte(`"status":429`)), 0o644)
	})
	if err != nil || changed == 0 {
		t.Fatal(changed, err)
	}
	second := writeResults(t, rec)
	for _, name := range tableNames {
		if !bytes.Equal(first[name+".csv"], second[name+".csv"]) {
			t.Errorf("%s.csv differs", name)
		}
	}
	if bytes.Equal(first["turns.parquet"], second["turns.parquet"]) {
		t.Error("turns.parquet does not differ, so this test changed nothing")
	}
}

func TestCSVHasNoCodeAndNoFormula(t *testing.T) {
	files := writeResults(t, hostileRun(t))
	for _, name := range tableNames {
		text := string(files[name+".csv"])
		if strings.Contains(text, secretText) {
			t.Errorf("%s.csv holds code, feedback, a result or a message", name)
		}
		lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range slices.Concat(lines...) {
			if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
				t.Errorf("%s.csv: cell %q", name, cell)
			}
		}
	}
	if !strings.Contains(string(files["episodes.csv"]), `"'=HYPERLINK(""http://x"",""y"")"`) {
		t.Error("the hostile label is not in episodes.csv, so this test shows nothing")
	}
	turns, err := parquet.Read[turnRow](bytes.NewReader(files["turns.parquet"]), int64(len(files["turns.parquet"])))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(turns, func(r turnRow) bool { return strings.Contains(r.Code, secretText) }) {
		t.Error("turns.parquet holds no code")
	}
}

func TestFormulasAreDefusedAndCanBeRestored(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "add": "add", "a=b": "a=b", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx",
		"\nx": "'\nx", "'x": "''x", "＝1": "'＝1", "'": "''",
	} {
		if got := csvText(s); got != want {
			t.Errorf("csvText(%q) = %q, want %q", s, got, want)
		}
	}
}

func FuzzCSVText(f *testing.F) {
	f.Add("=1+1")
	f.Add("'x")
	f.Fuzz(func(t *testing.T, s string) {
		got := csvText(s)
		if strings.TrimPrefix(got, "'") != s {
			t.Errorf("csvText(%q) = %q cannot be undone", s, got)
		}
		if got != "" && strings.ContainsRune("=+-@\t\r\n", rune(got[0])) {
			t.Errorf("csvText(%q) = %q is a formula", s, got)
		}
	})
}

func TestUnknownIsNullNotZero(t *testing.T) {
	rec := hostileRun(t)
	data := writeResults(t, rec)["calls.parquet"]
	rows, err := parquet.Read[callRow](bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	unknown, uses := 0, 0
	for _, r := range rows {
		c, err := rec.Call(r.Hash)
		if err != nil {
			t.Fatal(err)
		}
		if (r.PromptTokens != nil) != c.Usage.Known || r.PromptTokens != nil && *r.PromptTokens != c.Usage.PromptTokens {
			t.Errorf("%s: usage %+v became %v", r.Hash, c.Usage, r.PromptTokens)
		}
		if !c.Usage.Known {
			unknown++
		}
		uses = max(uses, r.Uses)
	}
	if unknown == 0 || uses < 2 {
		t.Errorf("%d unknown, at most %d uses: this test shows nothing", unknown, uses)
	}
}

func TestAMissingCallIsNamedAndNothingChanges(t *testing.T) {
	rec := hostileRun(t)
	before := writeResults(t, rec)
	hash := rec.Episodes[len(rec.Episodes)-1].Turns[0].Call
	if err := os.Remove(filepath.Join(rec.Dir, "calls", hash[:2], hash[2:]+".json")); err != nil {
		t.Fatal(err)
	}
	rec.Episodes = rec.Episodes[1:]
	err := WriteResults(rec, scored(t, rec))
	if err == nil || !strings.Contains(err.Error(), hash) {
		t.Fatalf("error %v does not name call %s", err, hash)
	}
	for _, entry := range tableNames {
		now, err := os.ReadFile(filepath.Join(rec.Dir, "results", entry+".csv"))
		if err != nil || !bytes.Equal(now, before[entry+".csv"]) {
			t.Errorf("%s.csv changed: %v", entry, err)
		}
	}
}

func TestAFailureLeavesNoTemporaryFiles(t *testing.T) {
	rec := hostileRun(t)
	// A folder in the place of a file: the rename onto it fails.
	if err := os.MkdirAll(filepath.Join(rec.Dir, "results", "calls.csv", "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := WriteResults(rec, scored(t, rec)); err == nil {
		t.Fatal("no error")
	}
	left, err := filepath.Glob(filepath.Join(rec.Dir, "results", ".tmp-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestOnlySourcesThatSaidSomethingAreListed(t *testing.T) {
	silent, words, again := bench.Feedback{Source: "verbal:novice", Simulated: true}, bench.Feedback{Source: "compile", Text: "line 3"}, bench.Feedback{Source: "resample", Fresh: true}
	for want, feedback := range map[string][]bench.Feedback{
		"":                 {silent},
		"compile":          {words, silent},
		"resample":         {again},
		"compile+resample": {words, silent, again},
	} {
		r := newTurnRow(bench.Key{}, &bench.Turn{Feedback: feedback})
		if r.FeedbackSources != want || r.FeedbackSimulated {
			t.Errorf("sources %q, simulated %v, want %q, not simulated", r.FeedbackSources, r.FeedbackSimulated, want)
		}
	}
}

func TestAnEmptyRunHasEmptyTables(t *testing.T) {
	rec := hostileRun(t)
	rec.Episodes = nil
	files := writeResults(t, rec)
	if n := bytes.Count(files["turns.csv"], []byte("\n")); n != 1 {
		t.Errorf("turns.csv has %d lines", n)
	}
	if _, err := parquet.Read[turnRow](bytes.NewReader(files["turns.parquet"]), int64(len(files["turns.parquet"]))); err != nil {
		t.Error(err)
	}
}

func TestLargeTablesHaveSeveralRowGroups(t *testing.T) {
	const rows = rowGroup + 10
	var out bytes.Buffer
	err := writeParquet(&out, "cases", func(yield func(caseRow) bool) {
		for i := range rows {
			if !yield(caseRow{Case: "v1", Turn: i, Got: "\xff"}) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(f.RowGroups()); n != 2 || f.NumRows() != rows {
		t.Errorf("%d row groups, %d rows", n, f.NumRows())
	}
}
