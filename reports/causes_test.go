package reports

import (
	"strings"
	"testing"

	"dialogo/bench"
)

// failedRun has one errored episode for each cause.
func failedRun(causes ...string) *bench.Record {
	r := madeRecord(len(causes), 2, "compile")
	r.Study.Models, r.Episodes = r.Study.Models[:1], nil
	for i, k := range bench.Plan(r.Study, r.Tasks) {
		r.Episodes = append(r.Episodes, bench.Episode{Key: k, Stopped: "error", Simulated: true,
			Error: &bench.EpisodeError{Step: "model", Cause: causes[i], Message: "it failed"}})
	}
	r.Planned = len(r.Episodes)
	return r
}

func TestCausesAreRanked(t *testing.T) {
	for _, c := range []struct {
		causes       []string
		words, short string
	}{
		{nil, "", ""},
		{[]string{"http", "http", "http"}, "http 3", "http"},
		{[]string{"cut", "http", "http"}, "http 2, cut 1", "http 2, …"},
		{[]string{"timeout", "cut"}, "cut 1, timeout 1", "cut 1, …"},
		{[]string{"", "\x1b"}, "unknown 2", "unknown"},
	} {
		got := causesOf(failedRun(c.causes...), func(bench.Key) bool { return true })
		if got.words() != c.words || got.short() != c.short {
			t.Errorf("%q: %q and %q, want %q and %q", c.causes, got.words(), got.short(), c.words, c.short)
		}
	}
}

func TestCausesAreShownBesideTheCount(t *testing.T) {
	r := failedRun("cut", "http", "http")
	if text := pageText(writeHTMLText(t, r)); !strings.Contains(text, "A compile | – | – | – | 0 | 3 (http 2, …) | 0.0%") {
		t.Errorf("the leaderboard lacks the most frequent cause:\n%s", text)
	}
	if page := markup(writeHTMLText(t, r)); !strings.Contains(page, `title="http 2, cut 1"`) {
		t.Error("the leaderboard does not list all causes in a tooltip")
	}
	if out := string(writeTableText(t, r)); !strings.Contains(out, "Errored: 3 of 3 episodes, not scored (http 2, cut 1);") {
		t.Errorf("the table's footer lacks the causes:\n%s", out)
	}
}
