package reports

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"dialogo/bench/benchtest"
)

// TestDuckDBReadsWhatWeWrite has a foreign reader compare every table's Parquet
// file with its CSV.
func TestDuckDBReadsWhatWeWrite(t *testing.T) {
	modules := os.Getenv("DIALOGO_NODE_MODULES")
	if filepath.Base(modules) != "node_modules" {
		modules = filepath.Join(modules, "node_modules")
	}
	_, err := os.Stat(filepath.Join(modules, "@duckdb", "node-api"))
	benchtest.Need(t, err == nil,
		"DuckDB: npm install --prefix DIR @duckdb/node-api, then set DIALOGO_NODE_MODULES=DIR/node_modules")
	_, err = exec.LookPath("node")
	benchtest.Need(t, err == nil, "Node.js, to run DuckDB")
	rec := hostileRun(t)
	writeResults(t, rec)

	cmd := exec.CommandContext(t.Context(), "node", filepath.Join("testdata", "duckdb.mjs"), filepath.Join(rec.Dir, "results"))
	cmd.Env = append(os.Environ(), "DIALOGO_NODE_MODULES="+modules)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var found map[string]struct {
		Rows, Columns int
		Schema        string
	}
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, name := range tableNames {
		if f := found[name]; f.Rows == 0 || f.Columns == 0 || f.Schema != ResultsSchema {
			t.Errorf("%s: %+v", name, f)
		}
	}
	if found["episodes"].Rows != len(rec.Episodes) || found["metrics"].Rows != len(scored(t, rec)) {
		t.Errorf("row counts: %+v", found)
	}
	t.Logf("%s", out)
}
