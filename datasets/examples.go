package datasets

import (
	"strings"

	"dialogo/bench"
	"dialogo/datasets/gosrc"
)

// examples is the section that is added to a task folder's prompt: the visible
// cases as calls, with what they give in a comment. It is a pure function of the
// cases, so that prompts never contradict them.
func examples(t *bench.Task) string {
	var b strings.Builder
	for _, c := range t.Visible() {
		b.WriteString(exampleLine(t, c) + "\n")
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n\nExamples:\n\n```go\n" + b.String() + "```"
}

// exampleLine writes one case: "Clamp(5, 0, 3) // 3".
func exampleLine(t *bench.Task, c bench.Case) string {
	line := c.Call(t.Entry)
	switch {
	case c.Panics:
		return line + " // panics"
	case t.Checker != "":
		return line + " // any answer that fits the task is accepted"
	case c.Want == "":
		return line
	}
	want := wantWords(c.Want)
	if t.Compare.Unordered {
		want += " (in any order)"
	}
	return line + " // " + want
}

// wantWords writes wanted results with the bare word error spelt out.
func wantWords(want string) string {
	parts, _, err := gosrc.Split(want)
	if err != nil {
		return want
	}
	for i, p := range parts {
		if p == "error" {
			parts[i] = "a non-nil error"
		}
	}
	return strings.Join(parts, ", ")
}
