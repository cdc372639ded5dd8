package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dialogo/bench"
)

func writeHTMLText(t testing.TB, r *bench.Record) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteHTML(&b, r, pageRows(t, r)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var (
	scriptElement = regexp.MustCompile(`(?s)<script([^>]*)>(.*?)</script>`)
	styleElement  = regexp.MustCompile(`(?s)<style>(.*?)</style>`)
	tag           = regexp.MustCompile(`<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?)>`)
	attribute     = regexp.MustCompile(`([a-zA-Z-]+)="([^"]*)"`)
)

// markup is the page without the content of its scripts and styles. What is left
// has no < or > but those of our own tags, since all text is escaped.
func markup(page string) string {
	page = scriptElement.ReplaceAllString(page, `<script$1></script>`)
	return styleElement.ReplaceAllString(page, `<style></style>`)
}

func attributes(tagText string) map[string]string {
	m := map[string]string{}
	for _, a := range attribute.FindAllStringSubmatch(tagText, -1) {
		m[a[1]] = html.UnescapeString(a[2])
	}
	return m
}

func TestPageTextGolden(t *testing.T) {
	golden(t, "page.golden", []byte(pageText(writeHTMLText(t, rough()))))
}

// pageText is what a reader without pictures and script sees, a block a line.
func pageText(page string) string {
	m := regexp.MustCompile(`(?s)<head>.*</head>|<desc[^>]*>.*?</desc>|<svg[^>]*aria-hidden[^>]*>.*?</svg>`).ReplaceAllString(markup(page), "")
	m = strings.ReplaceAll(m, "\n", " ")
	m = regexp.MustCompile(`</(th|td|dt|li|button|title|text)>`).ReplaceAllString(m, " | ")
	m = regexp.MustCompile(`</(h\d|p|tr|dd|ul|figcaption|svg|summary)>`).ReplaceAllString(m, "\n")
	m = html.UnescapeString(tag.ReplaceAllString(m, " "))
	var lines []string
	for line := range strings.Lines(m) {
		if line = strings.Trim(strings.Join(strings.Fields(line), " "), "| "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestPageIsReproducible(t *testing.T) {
	first := writeHTMLText(t, rough())
	if again := writeHTMLText(t, rough()); again != first {
		t.Error("two pages of one record differ")
	}
	other := rough()
	other.Manifest.Host, other.Manifest.Started = "another host", "2032-01-01T00:00:00Z"
	for i := range other.Tasks {
		other.Tasks[i].Source = "/elsewhere"
	}
	for i := range other.Episodes {
		for j := range other.Episodes[i].Turns {
			v := &other.Episodes[i].Turns[j].Verdict
			v.CompileMS, v.RunMS = 7, 8
		}
	}
	if writeHTMLText(t, other) != first {
		t.Error("the page depends on host, time, durations or places")
	}
}

func TestPageHoldsNothingOfTheMachine(t *testing.T) {
	page := writeHTMLText(t, rough())
	for _, secret := range []string{"SECRET", "PASSWORD", "HOSTNAME", "2031-", "123.456", "98.765", "goroutine 7", "0xc000"} {
		if strings.Contains(page, secret) {
			t.Errorf("the page contains %q", secret)
		}
	}
}

func TestPageNeedsNoNetwork(t *testing.T) {
	for _, r := range []*bench.Record{demo(), rough()} {
		page := markup(writeHTMLText(t, r))
		for _, m := range tag.FindAllStringSubmatch(page, -1) {
			a := attributes(m[3])
			if _, ok := a["src"]; ok {
				t.Errorf("%s has a src", m[0])
			}
			if _, ok := a["style"]; ok {
				t.Errorf("%s has a style attribute, which the policy forbids", m[0])
			}
			if href, ok := a["href"]; ok && !strings.HasPrefix(href, "#") && href != "data:," {
				t.Errorf("%s leads out of the page", m[0])
			}
			for name := range a {
				if strings.HasPrefix(name, "on") {
					t.Errorf("%s has a handler", m[0])
				}
			}
			if slices.Contains([]string{"img", "iframe", "object", "embed", "form", "base", "image", "use"}, m[2]) {
				t.Errorf("the page has %s", m[0])
			}
		}
	}
}

func TestPolicyAllowsTheOwnStyleAndScriptOnly(t *testing.T) {
	page := writeHTMLText(t, rough())
	policy := html.UnescapeString(regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)[1])
	var sources []string
	for _, s := range scriptElement.FindAllStringSubmatch(page, -1) {
		if s[1] == "" {
			sources = append(sources, "script-src '"+hashOf(s[2])+"'")
		}
	}
	for _, s := range styleElement.FindAllStringSubmatch(page, -1) {
		sources = append(sources, "style-src '"+hashOf(s[1])+"'")
	}
	if len(sources) != 2 {
		t.Fatalf("%d scripts and styles, want one of each", len(sources))
	}
	for _, want := range append(sources, "default-src 'none'", "img-src data:") {
		if !slices.Contains(strings.Split(policy, "; "), want) {
			t.Errorf("the policy %q lacks %q", policy, want)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("the policy %q allows too much", policy)
	}
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

func TestUntrustedTextStaysText(t *testing.T) {
	page := writeHTMLText(t, rough())
	if n := len(scriptElement.FindAllString(page, -1)); n != 2 || strings.Count(page, "</script") != 2 {
		t.Errorf("%d script elements, want the data and ours", n)
	}
	for _, m := range tag.FindAllStringSubmatch(markup(page), -1) {
		if m[2] == "img" || m[2] == "b" && strings.Contains(m[3], "=") && !strings.Contains(m[3], "class=") {
			t.Errorf("text became %s", m[0])
		}
	}
	for i, r := range page {
		if hidden(r) {
			t.Fatalf("the page has U+%04X at byte %d: %q", r, i, page[max(0, i-40):i])
		}
	}
	if !strings.Contains(page, "⟦U+202E⟧") {
		t.Error("the reordering character is not spelled out")
	}
	if !strings.Contains(page, "more bytes are in the run folder") {
		t.Error("the huge text is not cut, or does not say so")
	}
	if !slices.ContainsFunc(embedded(t, page).Texts, func(s string) bool { return strings.Contains(s, breakout) }) {
		t.Error("the text that tried to break out is not in the data as it was")
	}
}

func TestErroredAndUndefinedAreShown(t *testing.T) {
	text := pageText(writeHTMLText(t, rough()))
	for _, want := range []string{
		"A compile | – | – | – | 0 | 3 (cut) | 0.0%",
		"17 of 18 episodes were played", "err | err", "no scored episode", "1 in-process", "Simulated.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(text, "NaN") || strings.Contains(text, "%!") {
		t.Error("a number is not written well")
	}
}

// TestADashSaysWhatItMeans: the word "undefined" would be taken for a bug of the
// page's script, and a dash alone says nothing to those who hear it.
func TestADashSaysWhatItMeans(t *testing.T) {
	page := markup(writeHTMLText(t, rough()))
	if i := strings.Index(page, "undefined"); i >= 0 {
		t.Errorf("the page says %q", page[max(0, i-80):i+20])
	}
	const words = "not scored: no episode was scored"
	if n := strings.Count(page, `<span role="img" title="`+words+`" aria-label="`+words+`">–</span>`); n < 6 {
		t.Errorf("%d dashes are explained, want those of two rows of the leaderboard at least", n)
	}
	for _, bare := range []string{`class="v">–`, `class="num">–`} {
		if strings.Contains(page, bare) {
			t.Errorf("%s is not explained", bare)
		}
	}
	descriptions := strings.Join(regexp.MustCompile(`<desc[^>]*>[^<]*</desc>`).FindAllString(page, -1), "\n")
	if strings.Contains(descriptions, "–") || !strings.Contains(descriptions, "not scored at turn 0") ||
		!strings.Contains(descriptions, "A compile: no episode was scored, the first mix") {
		t.Errorf("a description has a dash, or does not say what is not scored:\n%s", descriptions)
	}
}

func TestOnlySimulatedRunsAreCalledSimulated(t *testing.T) {
	r := demo()
	r.Study.Critic = nil
	r.Study.Mixes = r.Study.Mixes[:1]
	for i, name := range []string{"openai/a", "openai/b", "ollama/c"} {
		r.Study.Models[i].Name = name
	}
	var kept []bench.Episode
	for _, e := range r.Episodes {
		for i, old := range []string{"sim/weak", "sim/medium", "sim/strong"} {
			if e.Model == old && e.Mix == r.Study.Mixes[0] {
				e.Model, e.Simulated = r.Study.Models[i].Name, false
				kept = append(kept, e)
			}
		}
	}
	r.Episodes = kept
	if page := markup(writeHTMLText(t, r)); strings.Contains(strings.ToLower(page), "simulated") {
		t.Error("a run of real models is called simulated")
	}
	if page := markup(writeHTMLText(t, demo())); !strings.Contains(page, `id="simulated"`) || !strings.Contains(page, "They say nothing about any real model") {
		t.Error("a simulated run is not called so, or not explained")
	}
}

func TestTheDemoIsSmallAndWhole(t *testing.T) {
	r := demo()
	page := writeHTMLText(t, r)
	t.Logf("%d episodes in %d bytes", len(r.Episodes), len(page))
	if len(page) > 3<<20 {
		t.Errorf("the demo's page has %d bytes", len(page))
	}
	d := embedded(t, page)
	if len(d.Episodes) != len(r.Episodes) {
		t.Errorf("%d of %d transcripts are in the page", len(d.Episodes), len(r.Episodes))
	}
	if n := strings.Count(markup(page), `<a href="#mix=`); n != len(r.Episodes) {
		t.Errorf("%d links to %d transcripts", n, len(r.Episodes))
	}
	if e := d.Episodes[d.Open]; e.Solved < 1 {
		t.Errorf("the transcript shown first was solved at turn %d: feedback did nothing", e.Solved)
	}
}

func FuzzShownHidesNothing(f *testing.F) {
	f.Add(reorder)
	f.Add("ok\ttab\nline")
	f.Add("\xff\xfe\u2028")
	f.Add(strings.Repeat("é", shownLimit))
	f.Fuzz(func(t *testing.T, s string) {
		got := shown(s)
		if strings.ContainsFunc(got, hidden) {
			t.Errorf("shown(%q) = %q has a hidden character", s, got)
		}
		if !slices.Equal([]byte(got), []byte(strings.ToValidUTF8(got, ""))) {
			t.Errorf("shown(%q) is not UTF-8", s)
		}
	})
}

func TestOddRunsHaveAPage(t *testing.T) {
	empty := madeRecord(2, 3, "compile")
	empty.Episodes = nil
	several := madeRecord(3, 2, "compile", "exec:full")
	several.Study.Samples = 3
	several.Episodes = nil
	for _, k := range bench.Plan(several.Study, several.Tasks) {
		several.Episodes = append(several.Episodes, madeEpisode(several, k))
	}
	for name, r := range map[string]*bench.Record{
		"no episode": empty, "samples": several, "one turn": madeRecord(2, 1, "compile"), "many mixes": madeRecord(2, 12, manyMixes()...), "no mix": madeRecord(1, 2),
	} {
		t.Run(name, func(t *testing.T) {
			page := writeHTMLText(t, r)
			if d := embedded(t, page); len(d.Episodes) != len(r.Episodes) {
				t.Errorf("%d of %d transcripts", len(d.Episodes), len(r.Episodes))
			}
			if m := markup(page); strings.Contains(m, "NaN") || strings.Contains(m, "Inf") {
				t.Error("the page has a number that is none")
			}
			checkAccess(t, page)
		})
	}
}

func manyMixes() []string {
	var all []string
	for i := range 30 {
		all = append(all, "compile+x"+countText(i))
	}
	return all
}

func TestOneMixHasNoTableOfPairs(t *testing.T) {
	for mixes, want := range map[string]int{"compile": 0, "compile exec:full": 3} { // a table a model
		page := markup(writeHTMLText(t, madeRecord(2, 2, strings.Fields(mixes)...)))
		if n := strings.Count(page, `<table class="pairs">`); n != want {
			t.Errorf("%s: %d tables of pairs, want %d", mixes, n, want)
		}
	}
}

func TestSamplesAreCountedInTheTable(t *testing.T) {
	r := madeRecord(1, 2, "compile")
	r.Study.Samples = 2
	r.Episodes = nil
	for _, k := range bench.Plan(r.Study, r.Tasks) {
		e := madeEpisode(r, k)
		e.Turns = []bench.Turn{madeTurn(r, k, 0, k.Sample == 1)}
		e.Stopped = "solved"
		r.Episodes = append(r.Episodes, e)
	}
	if text := pageText(writeHTMLText(t, r)); !strings.Contains(text, "clamp-00 easy | 1/2 | 1/2 | 1/2") {
		t.Error("the table of tasks does not count samples")
	}
}

func TestNamesOfModelsStayApartAndPrivate(t *testing.T) {
	for label, want := range map[string]string{
		"openai/gpt-4o-mini":               "openai/gpt-4o-mini",
		"replay//home/me/runs/a":           "replay/a",
		"replay//home/me/runs/a@sim/weak":  "replay/a@sim/weak",
		`replay/C:\Users\me\a`:             "replay/a",
		"odd\u202ename":                    "odd⟦U+202E⟧name",
		"ollama/qwen2.5-coder:7b-instruct": "ollama/qwen2.5-coder:7b-instruct",
	} {
		if got := modelName(label); got != want {
			t.Errorf("modelName(%q) = %q, want %q", label, got, want)
		}
	}
	r := madeRecord(1, 1, "compile")
	r.Study.Models = []bench.ModelSpec{{Name: "replay/x/a"}, {Name: "replay/y/a"}}
	v := newView(r, nil)
	if v.models[0].Name == v.models[1].Name {
		t.Errorf("two models are both called %q", v.models[0].Name)
	}
}

func TestEndpointsHaveNoSecrets(t *testing.T) {
	for base, want := range map[string]string{
		"https://user:pw@example.org/v1?key=1#x": "https://example.org/v1",
		"http://127.0.0.1:11434":                 "http://127.0.0.1:11434",
		"user:pw@host":                           "(not a URL)",
		"":                                       "(not a URL)",
	} {
		if got := endpoint(base); got != want {
			t.Errorf("endpoint(%q) = %q, want %q", base, got, want)
		}
	}
}

func TestPageReportsAWriteError(t *testing.T) {
	r := madeRecord(1, 1, "compile")
	if err := WriteHTML(brokenPipe{}, r, pageRows(t, r)); err == nil {
		t.Errorf("WriteHTML to a broken pipe gives %v", err)
	}
}
