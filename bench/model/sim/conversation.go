package sim

import (
	"regexp"
	"strings"

	"dialogo/bench"
)

// Evidence is what the feedback in a conversation gives a student to work with.
// It is read from the text alone, as a model would.
type Evidence struct {
	// Diagnostic: the compiler names a line.
	Diagnostic bool
	// Cases is how many failing cases are shown.
	Cases int
	// Remark: a reviewer says something. Hint: the reviewer names a line.
	Remark bool
	Hint   bool
}

var (
	heading    = regexp.MustCompile(`(?m)^## (.+)$`)
	diagnostic = regexp.MustCompile(`(?m)^\s*\w+\.go:\d+:\d+: `)
	failing    = regexp.MustCompile(`(?m)^\d+\. `)
	namesLine  = regexp.MustCompile(`(?i)\blines? \d+`)
	quotation  = regexp.MustCompile("\"[^\"\n]*\"|`[^`\n]*`")
)

// observe reads the evidence off a message's feedback.
func observe(feedback string) Evidence {
	var e Evidence
	at := heading.FindAllStringSubmatchIndex(feedback, -1)
	for i, m := range at {
		title, end := feedback[m[2]:m[3]], len(feedback)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		text := feedback[m[1]:end]
		switch title {
		case "Compiler":
			e.Diagnostic = diagnostic.MatchString(text)
		case "Test results":
			e.Cases = len(failing.FindAllString(text, -1))
		case "Reviewer":
			e.Remark = strings.TrimSpace(text) != ""
			// An input quoted by the reviewer may well say "line 3".
			e.Hint = namesLine.MatchString(quotation.ReplaceAllString(text, ""))
		}
	}
	return e
}

// previousAnswer heads the block with the last code under history "last".
const previousAnswer = "Your previous answer:\n"

// lastExchange finds in a conversation the student's own last code and what was
// said about it. With ok false there is none: this is a first or fresh attempt.
func lastExchange(messages []bench.Message, t *bench.Task) (code, feedback string, ok bool) {
	if len(messages) == 0 || messages[len(messages)-1].Role != bench.User {
		return "", "", false
	}
	last := messages[len(messages)-1].Content
	for i := len(messages) - 2; i >= 0; i-- {
		if messages[i].Role == bench.Assistant {
			return bench.Extract(messages[i].Content, t).Code, last, true
		}
	}
	at := strings.LastIndex(last, previousAnswer)
	if at < 0 {
		return "", "", false
	}
	return firstBlock(last[at+len(previousAnswer):])
}

// firstBlock is the text in the first fenced block, and what follows the block.
// The block ends at a line of at least as many backticks as opened it, and nothing
// else. ok is false without a closed block.
func firstBlock(text string) (code, rest string, ok bool) {
	marks, at := "", 0
	start := 0
	for line := range strings.Lines(text) {
		at += len(line)
		bare := strings.TrimRight(line, " \t\r\n")
		ticks := len(bare) - len(strings.TrimLeft(bare, "`"))
		switch {
		case marks == "" && ticks >= 3 && !strings.Contains(bare[ticks:], "`"):
			marks, start = bare[:ticks], at
		case marks != "" && ticks == len(bare) && ticks >= len(marks):
			return text[start : at-len(line)], text[at:], true
		}
	}
	return "", "", false
}
