package progress

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"dialogo/bench"
)

// play shows three episodes, ten seconds each, the first done in an earlier session.
func play(t *testing.T, mode string, terminal bool) string {
	t.Helper()
	var b strings.Builder
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	d, err := New(mode, &b, terminal, func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	d.Observe(bench.Event{At: at, Started: &bench.Started{Episodes: 3, Done: 1}})
	for i, failed := range []bool{false, true} {
		at = at.Add(10 * time.Second)
		e := &bench.Episode{Turns: []bench.Turn{{Verdict: bench.Verdict{Status: bench.Passed}}}}
		if failed {
			e.Error = &bench.EpisodeError{Message: "service down"}
		}
		d.Observe(bench.Event{At: at, Turn: &bench.TurnDone{Turn: i}})
		d.Observe(bench.Event{At: at, Finished: e})
	}
	d.Close()
	return b.String()
}

func TestPlainLinesEstimateTheTimeLeft(t *testing.T) {
	got := play(t, "auto", false)
	if !strings.Contains(got, "2/3 episodes (66%), 2 turns judged, 20s, about 20s left\n") ||
		!strings.Contains(got, "3/3 episodes (100%), 2 turns judged, 1 errored, 20s\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestATerminalGetsOneLineRewritten(t *testing.T) {
	got := play(t, "auto", true)
	if strings.Count(got, "\n") != 1 || !strings.HasSuffix(got, "20s\n") || !strings.Contains(got, "\r\x1b[K") {
		t.Errorf("got %q", got)
	}
}

func TestJSONLinesAreAllJSON(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(play(t, "json", true)), "\n")
	var last state
	for _, l := range lines {
		last = state{}
		if err := json.Unmarshal([]byte(l), &last); err != nil {
			t.Fatalf("%q: %v", l, err)
		}
	}
	if len(lines) != 3 || last.Done != 3 || last.Errored != 1 || last.Error != "service down" {
		t.Errorf("%d lines, the last %+v", len(lines), last)
	}
}

func TestNoneIsSilentAndOthersAreRefused(t *testing.T) {
	if got := play(t, "none", true); got != "" {
		t.Errorf("got %q", got)
	}
	if _, err := New("jsn", nil, true, nil); err == nil || !strings.Contains(err.Error(), `did you mean "json"?`) {
		t.Errorf("got %v", err)
	}
}
