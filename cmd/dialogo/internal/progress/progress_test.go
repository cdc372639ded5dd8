package progress

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"dialogo/bench"
)

// play shows four episodes, ten seconds each, the first done in an earlier session.
func play(t *testing.T, mode string, terminal bool) string {
	t.Helper()
	var b strings.Builder
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	d, err := New(mode, &b, terminal, func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	d.Observe(bench.Event{At: at, Started: &bench.Started{Episodes: 4, Done: 1}})
	for i, failed := range []bool{false, true, false} {
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
	if !strings.Contains(got, "3/4 episodes (75%), 3 turns judged, 1 errored, 30s, about 20s left\n") ||
		!strings.Contains(got, "4/4 episodes (100%), 3 turns judged, 1 errored, 30s\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestATerminalGetsOneLineRewritten(t *testing.T) {
	got := play(t, "auto", true)
	if strings.Count(got, "\n") != 1 || !strings.HasSuffix(got, "30s\n") || !strings.Contains(got, "\r\x1b[K") {
		t.Errorf("got %q", got)
	}
}

func TestJSONLinesAreAllJSON(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(play(t, "json", true)), "\n")
	states := make([]state, len(lines))
	for i, l := range lines {
		if err := json.Unmarshal([]byte(l), &states[i]); err != nil {
			t.Fatalf("%q: %v", l, err)
		}
	}
	if s := states; len(s) != 4 || s[2].Done != 3 || s[2].Errored != 1 || s[2].Error != "service down" || s[3].Done != 4 {
		t.Errorf("got %+v", s)
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
