package sim

import (
	"fmt"
	"strings"

	"dialogo/bench"
)

// reply writes an answer in the state as a model would: a sentence, one block of
// code, now and then a sentence after it. No sentence claims anything of the code.
func reply(cat *Catalogue, s State, c bench.Conversation) string {
	choice := func(what string, of ...string) string {
		u := uniform(what, c.Task, c.Draw, fmt.Sprint(c.Turn))
		return of[int(u*float64(len(of)))]
	}
	before := choice("before", "Here is the function:", "Here is a solution in Go.", "This is how I would write it:")
	if c.Turn > 0 {
		before = choice("before", "Here is my next version:", "Let me try once more.", "This is my new answer:")
	}
	after := choice("after", "", "", "It needs the standard library only.", "Tell me what you would like changed.")
	text := before + "\n\n" + codeBlock(cat, s)
	if after != "" {
		text += "\n" + after + "\n"
	}
	return text
}

// codeBlock is the state's code in a fenced block. Whether it has a package clause
// depends on the task only, so that a task has no more distinct programs than
// states.
func codeBlock(cat *Catalogue, s State) string {
	code := strings.Trim(cat.Code(s), "\n") + "\n"
	if uniform("clause", cat.Task) < 2.0/3 {
		code = "package main\n\n" + code
	}
	marks := "```"
	for strings.Contains(code, marks) {
		marks += "`"
	}
	return marks + "go\n" + code + marks + "\n"
}
