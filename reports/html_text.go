package reports

import (
	"fmt"
	"html"
	"html/template"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode"
)

// shownLimit bounds one text in the page, in bytes. What is cut off says so.
const shownLimit = 20_000

// shown makes untrusted text fit to be looked at: invalid UTF-8 is replaced,
// characters that are invisible or change the direction or place of others are
// spelled out as ⟦U+202E⟧, and very long text is cut.
func shown(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	rest := 0
	if len(s) > shownLimit {
		cut := shownLimit
		for cut > 0 && s[cut]&0xC0 == 0x80 {
			cut--
		}
		s, rest = s[:cut], len(s)-cut
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.ContainsFunc(s, hidden) {
		var b strings.Builder
		for _, r := range s {
			if hidden(r) {
				fmt.Fprintf(&b, "⟦U+%04X⟧", r)
			} else {
				b.WriteRune(r)
			}
		}
		s = b.String()
	}
	if rest > 0 {
		s += fmt.Sprintf("\n… cut here: %d more bytes are in the run folder", rest)
	}
	return s
}

// hidden reports whether a character would not be seen, or would move others:
// controls, bidirectional and zero-width formatting, private use and line
// separators that are no newline.
func hidden(r rune) bool {
	if r == '\n' || r == '\t' {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp)
}

// oneLine is shown text for a name or label.
func oneLine(s string) string {
	return strings.Join(strings.Fields(shown(s)), " ")
}

// baseName shortens what may be a path, since a report must not depend on where
// a file was.
func baseName(s string) string {
	if strings.ContainsAny(s, `/\`) {
		s = path.Base(strings.ReplaceAll(s, `\`, "/"))
	}
	return oneLine(s)
}

// modelName is a model's label; of a replay the folder's name only.
func modelName(label string) string {
	dir, ok := strings.CutPrefix(label, "replay/")
	if !ok {
		return oneLine(label)
	}
	dir, of, found := strings.Cut(dir, "@")
	name := "replay/" + baseName(dir)
	if found {
		name += "@" + oneLine(of)
	}
	return name
}

// endpoint is a base URL without user, password and query.
func endpoint(base string) string {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return "(not a URL)"
	}
	return oneLine(u.Scheme + "://" + u.Host + u.Path)
}

// noScore says in words what [undefined] stands for.
const noScore = "no episode was scored"

// spoken writes a number for those who hear it: a dash tells them nothing.
func spoken(v *float64, write func(*float64) string) string {
	if v == nil {
		return "not scored"
	}
	return write(v)
}

// percentText writes a share from 0 to 1 as a percentage.
func percentText(v *float64) string {
	if v == nil {
		return undefined
	}
	return strconv.FormatFloat(*v*100, 'f', 1, 64) + "%"
}

// shareText writes a number from 0 to 1 with three decimals.
func shareText(v *float64) string {
	if v == nil {
		return undefined
	}
	return strconv.FormatFloat(*v, 'f', 3, 64)
}

// pointsText writes a difference of two shares in percentage points.
func pointsText(v *float64) string {
	if v == nil {
		return undefined
	}
	t := strconv.FormatFloat(*v*100, 'f', 1, 64)
	switch {
	case t == "-0.0" || t == "0.0":
		return "±0.0"
	case t[0] == '-':
		return "−" + t[1:]
	}
	return "+" + t
}

// span writes an interval with a writer of numbers; empty if there is none.
func (e estimate) span(write func(*float64) string) string {
	if e.Low == nil || e.High == nil {
		return ""
	}
	return strings.TrimSuffix(write(e.Low), "%") + " to " + write(e.High)
}

// words writes an estimate in percent with its interval.
func (e estimate) words() string { return e.wordsIn(percentText) }

func (e estimate) wordsIn(write func(*float64) string) string {
	if e.Value == nil {
		return noScore
	}
	if s := e.span(write); s != "" {
		return write(e.Value) + " (interval " + s + ")"
	}
	return write(e.Value)
}

// wrapping escapes a text and lets its lines be broken after a plus sign: mix
// notations are long and have no spaces.
func wrapping(s string) template.HTML {
	return template.HTML(strings.ReplaceAll(html.EscapeString(s), "+", "+<wbr>"))
}

// plural writes a count with its noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
