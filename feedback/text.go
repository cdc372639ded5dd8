package feedback

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The budget of a feedback text, in characters; see the package comment.
const (
	textLimit = 8000
	textHead  = 2000
	textTail  = 4000

	valueLimit = 600
	valueHead  = 400
	valueTail  = 150
)

// finish makes a source's text fit to be sent: trimmed, within the budget.
func finish(s string) string { return cutText(strings.TrimSpace(s)) }

// visible writes control characters, invisible characters and bytes that are not
// UTF-8 as Go escapes. Newlines and tabs stay.
func visible(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n' || r == '\t' || unicode.IsPrint(r):
			b.WriteString(s[i : i+size])
		default:
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		}
		i += size
	}
	return b.String()
}

// value prepares untrusted text for one field of a text: visible, cut in the
// middle when long, continuation lines indented.
func value(s, indent string) string {
	s = strings.TrimSpace(visible(s))
	if n := utf8.RuneCountInString(s); n > valueLimit {
		r := []rune(s)
		s = fmt.Sprintf("%s … %d characters left out … %s",
			string(r[:valueHead]), n-valueHead-valueTail, string(r[n-valueTail:]))
	}
	return strings.ReplaceAll(s, "\n", "\n"+indent)
}

// cutText applies the budget to a whole text.
func cutText(s string) string {
	if utf8.RuneCountInString(s) < textLimit {
		return s
	}
	lines := strings.Split(s, "\n")
	head, used := fit(lines, textHead, false)
	tail, _ := fit(lines[used:], textTail, true)
	missing := len(lines) - len(head) - len(tail)
	mark := fmt.Sprintf("... (%d lines left out) ...", missing)
	if missing == 1 {
		mark = "... (1 line left out) ..."
	}
	return strings.Join(append(append(head, mark), tail...), "\n")
}

// fit takes whole lines from the start or the end while they fit in the given
// number of characters, and says how many it took.
func fit(lines []string, limit int, fromEnd bool) (kept []string, n int) {
	for n < len(lines) {
		line := lines[n]
		if fromEnd {
			line = lines[len(lines)-1-n]
		}
		limit -= utf8.RuneCountInString(line) + 1
		if limit < 0 {
			break
		}
		n++
	}
	if fromEnd {
		return lines[len(lines)-n:], n
	}
	return append([]string(nil), lines[:n]...), n
}
