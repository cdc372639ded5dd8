package gotest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// Record is what of a record of HumanEval-X or HumanEvalPack its test consists of.
type Record struct {
	// ID is the task's, e.g. "Go/0".
	ID string `json:"task_id"`
	// TestSetup is a package clause and imports, Test a test function. It may use the
	// Import of the prompt as well.
	TestSetup string `json:"test_setup"`
	Import    string `json:"import"`
	Test      string `json:"test"`
	// ExampleTest is a test function of the same name with the examples that the
	// prompt shows; it may be empty.
	ExampleTest string `json:"example_test"`
}

// Records reads a file of records, JSON lines that may be compressed by gzip, and
// returns them by ID.
func Records(path string) (map[string]Record, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var r io.Reader = bytes.NewReader(b)
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(r); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	records := map[string]Record{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var rec Record
		if err := json.Unmarshal(lines.Bytes(), &rec); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		if rec.ID == "" || rec.Test == "" {
			return nil, fmt.Errorf("%s:%d: no task_id or no test", path, n)
		}
		records[rec.ID] = rec
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return records, nil
}
