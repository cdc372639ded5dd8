package reports

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"dialogo/bench"
)

// embedded reads the transcripts' JSON as the page's script does.
func embedded(t testing.TB, page string) transcriptData {
	t.Helper()
	for _, s := range scriptElement.FindAllStringSubmatch(page, -1) {
		if !strings.Contains(s[1], `application/json`) {
			continue
		}
		var d transcriptData
		if err := json.Unmarshal([]byte(s[2]), &d); err != nil {
			t.Fatalf("the page's JSON: %v", err)
		}
		return d
	}
	t.Fatal("the page has no JSON")
	return transcriptData{}
}

func TestALongRunIsCutAtABudgetAndSaysSo(t *testing.T) {
	r := demo()
	var b bytes.Buffer
	const budget = 100_000
	if err := writePage(&b, r, pageRows(t, r), budget); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	d := embedded(t, page)
	n := len(d.Episodes)
	if n == 0 || n >= len(r.Episodes) {
		t.Fatalf("%d of %d episodes in %d bytes", n, len(r.Episodes), budget)
	}
	for _, s := range scriptElement.FindAllStringSubmatch(page, -1) {
		if strings.Contains(s[1], "json") && (len(s[2]) > budget*11/10 || len(s[2]) < budget/2) {
			t.Errorf("the data has %d bytes under a budget of %d", len(s[2]), budget)
		}
	}
	if want := "This page holds the first " + countText(n) + " of 480 episodes"; !strings.Contains(page, want) {
		t.Errorf("the page does not say %q", want)
	}
	if got := strings.Count(markup(page), `<a href="#mix=`); got != n {
		t.Errorf("%d links to %d transcripts", got, n)
	}
	for i, e := range d.Episodes {
		k := r.Episodes[i].Key
		if d.Models[e.Model].Key != k.Model || d.Mixes[e.Mix].Key != k.Mix || d.Tasks[e.Task].Key != k.Task || e.Sample != k.Sample {
			t.Fatalf("episode %d is not that of the plan, %s", i, k)
		}
	}
}

func countText(n int) string { b, _ := json.Marshal(n); return string(b) }

// TestDiffsLeadFromTurnToTurn redoes what the page's script does: to walk through
// the edits from one code must give the next.
func TestDiffsLeadFromTurnToTurn(t *testing.T) {
	changed := 0
	for _, r := range []*bench.Record{demo(), rough()} {
		d := embedded(t, writeHTMLText(t, r))
		for _, e := range d.Episodes {
			for i := 1; i < len(e.Turns); i++ {
				before, after := d.Texts[e.Turns[i-1].Code], d.Texts[e.Turns[i].Code]
				if len(e.Turns[i].Edits) > 0 {
					changed++
				}
				if got := applyEdits(before, after, e.Turns[i].Edits); got != after {
					t.Fatalf("edits %v of\n%s\ngive\n%s\nnot\n%s", e.Turns[i].Edits, before, got, after)
				}
			}
		}
	}
	if changed == 0 {
		t.Error("no code changed: nothing was tested")
	}
}

// applyEdits takes inserted lines from after, and all others from before.
func applyEdits(before, after string, edits []int) string {
	a, b := strings.SplitAfter(before, "\n"), strings.SplitAfter(after, "\n")
	var out []string
	i := 0
	for k := 0; k+2 < len(edits); k += 3 {
		out = append(out, a[i:i+edits[k]]...)
		i += edits[k] + edits[k+1]
		out = append(out, b[len(out):len(out)+edits[k+2]]...)
	}
	return strings.Join(append(out, a[i:]...), "")
}

func FuzzLineEdits(f *testing.F) {
	f.Add("a\nb\nc\n", "a\nx\nc\nd\n")
	f.Add("", "a")
	f.Add("a", "")
	f.Add("\n\na\r\n", "a\u2028b\xff\n")
	f.Fuzz(func(t *testing.T, before, after string) {
		before, after = wholeLines(before), wholeLines(after)
		edits := lineEdits(before, after)
		if got := applyEdits(before, after, edits); got != after {
			t.Errorf("edits %v of %q give %q, not %q", edits, before, got, after)
		}
		if before == after && len(edits) > 0 {
			t.Errorf("equal codes have edits %v", edits)
		}
	})
}

func TestShortRunsAreSpelledOutWithoutScript(t *testing.T) {
	r := madeRecord(1, 3, "compile+exec:full")
	page := writeHTMLText(t, r)
	if n := strings.Count(page, "<details id="); n != len(r.Episodes) {
		t.Fatalf("%d of %d transcripts are spelled out", n, len(r.Episodes))
	}
	for _, want := range []string{"Turn 0: code", "Turn 0: verdict", "func SolveA"} {
		if !strings.Contains(page, want) {
			t.Errorf("the transcripts lack %q", want)
		}
	}
	if page := writeHTMLText(t, demo()); strings.Contains(page, "<details id=") || !strings.Contains(page, "need JavaScript") {
		t.Error("a long run spells its transcripts out, or does not say that it does not")
	}
}

func TestTheReplyAroundTheCodeIsShown(t *testing.T) {
	r := madeRecord(1, 2, "compile")
	r.Dir = t.TempDir()
	store := bench.NewCallStore(r.Dir + "/calls")
	code := r.Episodes[0].Turns[0].Extraction.Code
	for name, c := range map[string]struct{ reply, before, after string }{
		"around":   {"Here you are:\n\n```go\n" + code + "```\n\nIt clamps.", "Here you are:", "It clamps."},
		"no fence": {"Here:\n" + code, "Here:", ""},
		"changed":  {"something else", "something else", ""},
	} {
		t.Run(name, func(t *testing.T) {
			key := bench.CallKey{Provider: "sim", Draw: name, Request: json.RawMessage("{}")}
			call, err := store.Do(t.Context(), key, func(context.Context) (bench.Call, error) { return bench.Call{Text: c.reply}, nil })
			if err != nil {
				t.Fatal(err)
			}
			r.Episodes[0].Turns[0].Call = call.Hash
			d := embedded(t, writeHTMLText(t, r))
			turn := d.Episodes[0].Turns[0]
			if d.Texts[turn.Before] != c.before || d.Texts[turn.After] != c.after {
				t.Errorf("around the code is %q and %q, want %q and %q", d.Texts[turn.Before], d.Texts[turn.After], c.before, c.after)
			}
		})
	}
	r.Episodes[0].Turns[0].Call = "0123456789"
	if d := embedded(t, writeHTMLText(t, r)); !strings.Contains(d.Texts[d.Episodes[0].Turns[0].Before], "not in the run folder") {
		t.Error("a missing call is not named")
	}
}
