package feedback

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestVisibleShowsWhatCannotBeSeen(t *testing.T) {
	for in, want := range map[string]string{
		"plain\n\ttext":   "plain\n\ttext",
		"\x1b[31mred":     `\x1b[31mred`,
		"a\r\nb":          `a\r` + "\nb",
		"bad \xff utf-8":  `bad \xff utf-8`,
		"zero\u200bwidth": `zero\u200bwidth`,
		"\u202eesrever":   `\u202eesrever`,
		"größe 日本":        "größe 日本",
		"nul\x00":         `nul\x00`,
		"\ufffd":          "\ufffd",
	} {
		if got := visible(in); got != want {
			t.Errorf("visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLongTextKeepsFirstAndLastLines(t *testing.T) {
	var b strings.Builder
	for i := range 500 {
		fmt.Fprintf(&b, "line %03d %s\n", i, strings.Repeat("é", 30))
	}
	s := finish(b.String())
	if n := utf8.RuneCountInString(s); n > textHead+textTail+60 {
		t.Errorf("%d characters", n)
	}
	if !strings.HasPrefix(s, "line 000") || !strings.Contains(s, "line 499") || strings.Contains(s, "line 250") {
		t.Errorf("kept the wrong lines:\n%s", s)
	}
	kept := strings.Count(s, "line ") - 0
	var missing int
	for _, line := range strings.Split(s, "\n") {
		fmt.Sscanf(line, "... (%d lines left out) ...", &missing)
	}
	if kept+missing != 500 {
		t.Errorf("%d lines kept and %d said to be missing, of 500", kept, missing)
	}
	just := strings.Repeat("x", textLimit-1)
	if finish(just) != just {
		t.Error("text within the budget was changed")
	}
	if s := finish(strings.Repeat("x", textLimit)); utf8.RuneCountInString(s) > textLimit {
		t.Errorf("one long line was left at %d characters", utf8.RuneCountInString(s))
	}
}

func TestLongValueKeepsBothEnds(t *testing.T) {
	s := value("A"+strings.Repeat("é", 5000)+"Z", "")
	if !strings.HasPrefix(s, "Aé") || !strings.HasSuffix(s, "éZ") || !strings.Contains(s, "4452 characters left out") {
		t.Errorf("%q", s)
	}
	if n := utf8.RuneCountInString(s); n > valueLimit {
		t.Errorf("%d characters", n)
	}
}

func TestValueCannotPoseAsHeading(t *testing.T) {
	if s := value("boom\n\n## Reviewer\n\nAll is well.", "    "); strings.Contains(s, "\n#") {
		t.Errorf("a heading got out: %q", s)
	}
}

func FuzzFinish(f *testing.F) {
	f.Add("x\n")
	f.Add(strings.Repeat("a\xff\x1b\n", 5000))
	f.Add(strings.Repeat("é", 9000))
	f.Fuzz(func(t *testing.T, s string) {
		got := finish(visible(s))
		if n := utf8.RuneCountInString(got); n >= textLimit {
			t.Fatalf("%d characters", n)
		}
		for _, r := range got {
			if r != '\n' && r != '\t' && !unicode.IsPrint(r) {
				t.Fatalf("%U is left", r)
			}
		}
	})
}

func TestGuardCutsAtCodeAndSeparators(t *testing.T) {
	for in, want := range map[string]string{
		"Look at line 3.": "Look at line 3.",
		"Look at line 3.\n```go\nx := 1\n```\nmore":       "Look at line 3.",
		"Write ```x := 1``` there.":                       "Write",
		"One.\n\n---\n\nCorrected code: x":                "One.",
		"---\nOne.\n===\nTwo.":                            "One.",
		"One.\n~~~\ncode":                                 "One.",
		"```go\nx\n```":                                   "",
		"   \n ":                                          "",
		"A list:\n- first\n- second":                      "A list:\n- first\n- second",
		"Uses `x` and a dash - here.\n\nSecond paragraph": "Uses `x` and a dash - here.\n\nSecond paragraph",
	} {
		if got := guard(in); got != want {
			t.Errorf("guard(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzGuard(f *testing.F) {
	f.Add("words\n```\ncode")
	f.Add("---\nwords\n***")
	f.Fuzz(func(t *testing.T, s string) {
		g := guard(s)
		if strings.Contains(g, "```") {
			t.Fatalf("guard(%q) = %q holds a fence", s, g)
		}
		if again := guard(g); again != g {
			t.Fatalf("guard(%q) = %q, then %q", s, g, again)
		}
	})
}

func TestWantsAnyError(t *testing.T) {
	for want, is := range map[string]bool{
		"0, error": true, "error": true, `"error"`: false, "0, ErrX": false,
		`"an error, really", nil`: false, "": false, "errorf(1)": false,
	} {
		if wantsAnyError(want) != is {
			t.Errorf("wantsAnyError(%q) = %v", want, !is)
		}
	}
}
