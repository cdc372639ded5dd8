package reports

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestPageIsAccessible(t *testing.T) {
	checkAccess(t, writeHTMLText(t, demo()))
	checkAccess(t, writeHTMLText(t, rough()))
}

// checkAccess checks what a screen reader relies on.
func checkAccess(t *testing.T, page string) {
	t.Helper()
	m := markup(page)
	if !strings.Contains(m, `<html lang="en">`) {
		t.Error("the page does not name its language")
	}
	for _, landmark := range []string{"<main", "<nav", "<header", `class="skip"`} {
		if !strings.Contains(m, landmark) {
			t.Errorf("the page has no %s", landmark)
		}
	}
	ids := map[string]int{}
	var refs []string
	heading := 0
	for _, x := range tag.FindAllStringSubmatch(m, -1) {
		a := attributes(x[3])
		if id, ok := a["id"]; ok {
			ids[id]++
		}
		for _, name := range []string{"aria-labelledby", "aria-describedby", "for"} {
			refs = append(refs, strings.Fields(a[name])...)
		}
		if href := a["href"]; len(href) > 1 && href[0] == '#' && !strings.Contains(href, "=") {
			refs = append(refs, href[1:])
		}
		if x[1] == "/" {
			continue
		}
		checkTag(t, x[0], x[2], a)
		if len(x[2]) == 2 && x[2][0] == 'h' && x[2][1] >= '1' && x[2][1] <= '6' {
			level := int(x[2][1] - '0')
			if level > heading+1 {
				t.Errorf("%s comes after a heading of level %d", x[0], heading)
			}
			heading = level
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("id %q is there %d times", id, n)
		}
	}
	for _, ref := range refs {
		if ids[ref] == 0 {
			t.Errorf("nothing has the id %q that is referred to", ref)
		}
	}
	checkPictures(t, m)
}

func checkTag(t *testing.T, text, name string, a map[string]string) {
	t.Helper()
	switch {
	case name == "th" && a["scope"] == "":
		t.Errorf("%s has no scope", text)
	case name == "a" && a["href"] == "":
		t.Errorf("%s leads nowhere", text)
	case name == "button" && a["type"] == "":
		t.Errorf("%s has no type", text)
	case (name == "section" || name == "nav" || a["role"] == "region") && a["aria-label"] == "" && a["aria-labelledby"] == "":
		t.Errorf("%s has no name", text)
	case a["role"] == "region" && a["tabindex"] != "0":
		t.Errorf("%s scrolls, and the keyboard cannot reach it", text)
	}
}

// checkPictures wants a title in each picture, and a description or a text beside it.
func checkPictures(t *testing.T, m string) {
	t.Helper()
	for _, s := range regexp.MustCompile(`(?s)<svg[^>]*>.*?</svg>`).FindAllString(m, -1) {
		open := s[:strings.Index(s, ">")+1]
		title := regexp.MustCompile(`^<svg[^>]*><title[^>]*>[^<]+</title>`).MatchString(s)
		desc := regexp.MustCompile(`<desc[^>]*>[^<]+</desc>`).MatchString(s)
		if !title {
			t.Errorf("%s has no title", open)
		}
		if !desc && !strings.Contains(open, `aria-hidden="true"`) {
			t.Errorf("%s has no description and is not an ornament", open)
		}
	}
	if n, labels := strings.Count(m, "<select"), len(regexp.MustCompile(`<label[^>]*>[A-Z][^<]+<select`).FindAllString(m, -1)); n != labels {
		t.Errorf("%d of %d selects have a label", labels, n)
	}
}

// TestColoursContrast computes the contrast (WCAG 2.2, 1.4.3) of every text colour
// on every ground it is used on, in light and in dark.
func TestColoursContrast(t *testing.T) {
	css, err := htmlAssets.ReadFile("assets/report.css")
	if err != nil {
		t.Fatal(err)
	}
	themes := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(css), -1)
	if len(themes) != 2 {
		t.Fatalf("%d themes, want light and dark", len(themes))
	}
	type pair struct{ text, ground string }
	pairs := []pair{
		{"sim", "sim-bg"}, {"ink", "sim-bg"}, {"ink", "bad-bg"}, {"bad", "bad-bg"}, {"good", "good-bg"}, {"bad", "card"}, {"ink", "mark-bg"}, {"muted", "mark-bg"},
		{"add", "add-bg"}, {"del", "del-bg"}, {"muted", "add-bg"}, {"muted", "del-bg"},
		{"on-passed", "passed"}, {"on-wrong", "wrong"}, {"on-memory", "memory"}, {"on-timeout", "timeout"}, {"on-runtime", "runtime"}, {"on-compile", "compile"}, {"on-nocode", "nocode"},
		{"on-h0", "h0"}, {"on-h1", "h1"}, {"on-h2", "h2"}, {"on-h3", "h3"}, {"on-h4", "h4"}, {"on-hnever", "hnever"}, {"on-herror", "herror"},
	}
	for _, ground := range []string{"page", "card", "soft"} {
		for _, text := range []string{"ink", "muted", "link", "focus"} {
			pairs = append(pairs, pair{text, ground})
		}
	}
	for i := range hues {
		pairs = append(pairs, pair{fmt.Sprint("s", i), "card"}, pair{fmt.Sprint("s", i), "page"})
	}
	for _, code := range []string{"ink", "kw", "str", "com", "lit"} {
		for _, ground := range []string{"code-bg", "add-bg", "del-bg", "mark-bg"} {
			pairs = append(pairs, pair{code, ground})
		}
	}
	for i, theme := range themes {
		colours := map[string]string{}
		for _, c := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(theme[1], -1) {
			colours[c[1]] = c[2]
		}
		for _, p := range pairs {
			if got := contrast(t, colours[p.text], colours[p.ground]); got < 4.5 {
				t.Errorf("theme %d: --%s on --%s has contrast %.2f, want at least 4.5", i, p.text, p.ground, got)
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil || len(colour) != 7 {
		t.Fatalf("%q is no colour", colour)
	}
	part := func(shift uint) float64 {
		c := float64(n>>shift&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}
