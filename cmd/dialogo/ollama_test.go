package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/bench/benchtest"
)

// A real Ollama server, whose model tiny-script subtracts at first and adds once
// it has feedback, is wrong at turn 0 and solves the task at turn 1: through the
// native client and through the OpenAI client on the server's /v1.
func TestRealOllamaSolvesAfterFeedback(t *testing.T) {
	needSandbox(t)
	url := os.Getenv("DIALOGO_OLLAMA")
	benchtest.Need(t, url != "", "a running Ollama server with the model tiny-script; set DIALOGO_OLLAMA to its URL")
	dir := t.TempDir()
	study := writeStudy(t, dir, strings.NewReplacer("URL", url, "DATASET", absolute("testdata/add")).Replace(`
name: ollama
dataset: DATASET
models:
  - name: ollama/tiny-script
    base_url: URL
    num_ctx: 2048
    max_tokens: 200
  - name: openai/tiny-script
    base_url: URL/v1
    max_tokens: 200
mixes: [compile+exec:full]
turns: 3
`))
	mustRun(t, command(dir, nil, "run", "-c", study, "-o", "r", "--progress", "none"))
	rec, err := bench.ReadRun(filepath.Join(dir, "r"))
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Episodes) != 2 {
		t.Fatalf("%d episodes, want 2", len(rec.Episodes))
	}
	for _, e := range rec.Episodes {
		if e.Error != nil || len(e.Turns) != 2 {
			t.Errorf("%s: %d turns, error %+v", e.Key, len(e.Turns), e.Error)
			continue
		}
		if a, b := e.Turns[0].Verdict.Status, e.Turns[1].Verdict.Status; a != bench.WrongAnswer || b != bench.Passed {
			t.Errorf("%s: turn 0 %s, turn 1 %s; want wrong_answer, passed", e.Key, a, b)
		}
		call, err := rec.Call(e.Turns[1].Call)
		if err != nil || call.Simulated || !call.Usage.Known || len(call.Response) == 0 {
			t.Errorf("%s: call of turn 1 %+v, %v", e.Key, call, err)
		}
	}
}
