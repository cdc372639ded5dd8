package bench

import (
	"strings"
)

// The texts a model reads besides the task and the feedback. They are part of
// what is measured, so PromptsHash of them is in every manifest.
const (
	systemText = `You are an expert Go programmer. You are given a task and asked for one Go function.
Reply with complete Go code in a single fenced block that starts with ` + "```go" + `: the package clause, the imports you use, and the function with any helpers it needs.
Use only the standard library. Do not write a main function, tests or example calls.`

	contextText = "These declarations are given; use them, and do not repeat them:"
	entryText   = "Write this function:"
	againText   = "Correct the code. Reply with the complete corrected code in a single fenced block that starts with ```go."
	lastText    = "Your previous answer:"
)

// PromptsHash identifies the texts a model reads besides task and feedback.
func PromptsHash() string {
	return hashJSON([]string{systemText, contextText, entryText, againText, lastText})
}

// TaskMessage is the user message that poses a task: its prompt, the declarations
// given, and the signature asked for.
func TaskMessage(t *Task) string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(t.Prompt))
	if t.Context != "" {
		b.WriteString("\n\n" + contextText + "\n\n" + fence(t.Context))
	}
	b.WriteString("\n\n" + entryText + "\n\n" + fence(t.Signature))
	return b.String()
}

// feedbackMessage puts a turn's feedback under its titles and asks for new code.
func feedbackMessage(given []Feedback) string {
	var b strings.Builder
	for _, f := range given {
		text := strings.TrimSpace(f.Text)
		if text == "" {
			continue
		}
		if f.Title != "" {
			b.WriteString("## " + f.Title + "\n\n")
		}
		b.WriteString(text + "\n\n")
	}
	b.WriteString(againText)
	return b.String()
}

// fence puts code into a fenced block that the code itself cannot close.
func fence(code string) string {
	mark := "```"
	for strings.Contains(code, mark) {
		mark += "`"
	}
	return mark + "go\n" + strings.Trim(code, "\n") + "\n" + mark
}

// dialogue builds the conversation of an episode, turn by turn.
type dialogue struct {
	task    *Task
	history HistoryRule
	tail    []Message // what came after the task, as the model will see it
}

// messages is what the model is asked to continue now.
func (d *dialogue) messages() []Message {
	m := []Message{{System, systemText}, {User, TaskMessage(d.task)}}
	if d.history == HistoryLast && len(d.tail) > 0 {
		m[1].Content += "\n\n" + d.tail[0].Content
		return m
	}
	return append(m, d.tail...)
}

// add appends a reply, the code found in it, and the feedback on it.
func (d *dialogue) add(reply, code string, given []Feedback) {
	text := feedbackMessage(given)
	if d.history == HistoryLast {
		d.tail = []Message{{User, lastText + "\n\n" + fence(code) + "\n\n" + text}}
		return
	}
	d.tail = append(d.tail, Message{Assistant, reply}, Message{User, text})
}

// restart forgets all turns: the next attempt is a fresh one.
func (d *dialogue) restart() { d.tail = nil }
