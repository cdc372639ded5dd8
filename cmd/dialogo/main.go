// Command dialogo measures how well code models use feedback.
//
// It wires the parts of the module together and holds no logic of its own: each
// subcommand is a file here, and reads from top to bottom as what it does.
//
// Exit codes: 0 done, 2 usage or study error, 3 incomplete (more errored episodes
// than the study allows), 130 interrupted; 1 is any other failure.
package main

import (
	"os"
	"time"

	"golang.org/x/term"

	"dialogo/bench/judge/sandbox"
)

func main() {
	sandbox.Init() // does not return in a child that runs an answer
	os.Exit(dialogo(&environment{
		stdout:   os.Stdout,
		stderr:   os.Stderr,
		getenv:   os.Getenv,
		now:      time.Now,
		terminal: term.IsTerminal(int(os.Stderr.Fd())),
	}, os.Args[1:]))
}
