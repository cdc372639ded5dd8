package datasets

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"dialogo/bench"
)

// Row is one task in a list.
type Row struct {
	ID         string      `json:"id"`
	Title      string      `json:"title"`
	Difficulty string      `json:"difficulty"`
	Tags       []string    `json:"tags"`
	Visible    int         `json:"visible"` // visible cases
	Hidden     int         `json:"hidden"`  // hidden cases
	Trust      bench.Trust `json:"trust"`
}

// Rows lists tasks. Texts are cleaned, see [Clean], and on one line. A task
// without a title is called by its entry function.
func Rows(tasks []bench.Task) []Row {
	rows := make([]Row, len(tasks))
	for i, t := range tasks {
		visible := len(t.Visible())
		rows[i] = Row{ID: oneLine(t.ID), Title: oneLine(t.Title), Difficulty: oneLine(t.Difficulty), Tags: []string{},
			Visible: visible, Hidden: len(t.Cases) - visible, Trust: t.Trust()}
		if t.Title == "" {
			rows[i].Title = oneLine(t.Entry)
		}
		for _, tag := range t.Tags {
			rows[i].Tags = append(rows[i].Tags, oneLine(tag))
		}
	}
	return rows
}

// Show writes one task for people: first exactly what a model sees, then what it
// does not: cases, checker, test, reference. Everything is cleaned, see [Clean].
func Show(w io.Writer, t *bench.Task) error {
	var b strings.Builder
	fmt.Fprintf(&b, "task %s of %s: %s\n", t.ID, t.Dataset, Rows([]bench.Task{*t})[0].Title)
	detail := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-11s %s\n", name, value)
		}
	}
	detail("difficulty", t.Difficulty)
	detail("tags", strings.Join(t.Tags, ", "))
	detail("source", t.Source)
	detail("hash", t.Hash())
	detail("trust", trustWords(t))
	detail("compare", compareWords(t))
	section(&b, "What a model sees", bench.TaskMessage(t))
	section(&b, "Cases (a model sees the visible ones at most)", caseLines(t))
	section(&b, "Checker", t.Checker)
	if t.Test != nil {
		section(&b, "Test", t.Test.Code)
	}
	section(&b, "Reference", t.Reference)
	section(&b, "Buggy", t.Buggy)
	_, err := io.WriteString(w, Clean(b.String()))
	return err
}

func section(b *strings.Builder, title, text string) {
	if text = strings.Trim(text, "\n"); text != "" {
		fmt.Fprintf(b, "\n--- %s ---\n\n%s\n", title, text)
	}
}

func caseLines(t *bench.Task) string {
	var b strings.Builder
	for _, c := range t.Cases {
		kind := "hidden "
		if c.Visible {
			kind = "visible"
		}
		fmt.Fprintf(&b, "%-4s %s  %s", c.ID, kind, c.Call(t.Entry))
		switch {
		case c.Panics:
			b.WriteString(" => panic")
		case c.Want != "":
			b.WriteString(" => " + c.Want)
		}
		if c.Note != "" {
			b.WriteString("  // " + c.Note)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func trustWords(t *bench.Task) string {
	if t.Trust() == bench.TrustInProcess {
		return "in-process: the dataset's own test runs beside the answer"
	}
	return "outside: expected values are held by another process"
}

func compareWords(t *bench.Task) string {
	if t.Checker != "" {
		return "a checker decides"
	}
	c := t.Compare
	words := []string{"typed"}
	if c.Rule != "" {
		words[0] = c.Rule
	}
	if c.Tolerance != 0 {
		words = append(words, fmt.Sprintf("tolerance %g", c.Tolerance))
	}
	if c.Unordered {
		words = append(words, "unordered")
	}
	if c.ErrorText {
		words = append(words, "error texts")
	}
	return strings.Join(words, ", ")
}

// Clean makes text from a dataset safe for a terminal: it drops control characters
// other than newline and tab, and characters that change the writing direction.
func Clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
}

func oneLine(text string) string { return strings.Join(strings.Fields(Clean(text)), " ") }
