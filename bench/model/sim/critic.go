package sim

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"dialogo/bench"
)

// Critic is the simulated critic. It knows what stands in the conversation it is
// given and nothing else: as an expert it compares the code with the reference
// shown there, names the line and the kind of mistake, and quotes nothing of the
// reference; as a novice it puts the first diagnostic or failing case into its own
// words. Its zero value works.
type Critic struct{ calls Calls }

// Generate implements [bench.Model]. It fails when asked to answer a task.
func (c *Critic) Generate(ctx context.Context, talk bench.Conversation) (bench.Completion, error) {
	write := novice
	switch talk.Purpose {
	case bench.NoviceCritic:
	case bench.ExpertCritic:
		write = expert
	default:
		return bench.Completion{}, fmt.Errorf("model sim/critic writes verbal feedback; it was asked for %q", talk.Purpose)
	}
	if len(talk.Messages) == 0 {
		return bench.Completion{}, fmt.Errorf("model sim/critic: task %q: nothing to criticise, the conversation is empty", talk.Task)
	}
	// Not part of the key: turn, seed and draw. The critic has no memory and no
	// luck, so what was said once about an answer is said again.
	r := request{Model: "sim/critic", Version: Version, Purpose: talk.Purpose, Task: talk.Task, Messages: talk.Messages}
	return ask(ctx, c.calls, r, "", func() (string, error) {
		return write(talk.Messages[len(talk.Messages)-1].Content), nil
	})
}

// section is the text under a heading of the exhibit, up to the next one that an
// exhibit can have.
func section(exhibit, title string) string {
	_, text, ok := strings.Cut("\n"+exhibit, "\n# "+title+"\n")
	if !ok {
		return ""
	}
	for _, next := range []string{"Ground truth code", "Author's code", "What happened"} {
		text, _, _ = strings.Cut(text, "\n# "+next+"\n")
	}
	return strings.TrimSpace(text)
}

// expert names up to two places where the code departs from the reference.
func expert(exhibit string) string {
	code, _, hasCode := firstBlock(section(exhibit, "Author's code"))
	reference, _, ok := firstBlock(section(exhibit, "Ground truth code"))
	switch {
	case !hasCode:
		return "There is no Go code in your reply that I could look at."
	case !ok:
		return "I cannot say where it goes wrong."
	}
	var words []string
	for i, d := range compareLines(reference, code) {
		if i == 2 {
			words = append(words, "There may be more after that.")
			break
		}
		words = append(words, d.advice())
	}
	if len(words) == 0 {
		return "I find nothing wrong with this code."
	}
	return strings.Join(words, " ")
}

var (
	position  = regexp.MustCompile(`(?m)^\s*\w+\.go:(?:\d+:\d+: | ?)(.+)$`)
	firstCase = regexp.MustCompile(`(?m)^1\. (.+)$`)
	wanted    = regexp.MustCompile(`(?m)^\s+expected: (.+)$`)
	observed  = regexp.MustCompile(`(?m)^\s+(?:got|problem): (.+)$`)
)

// novice retells the first thing that went wrong. It names no line: where a
// mistake is, it cannot tell.
func novice(exhibit string) string {
	happened := section(exhibit, "What happened")
	if m := position.FindStringSubmatch(happened); m != nil {
		return "I could not even start it: the compiler complains about " + quote(m[1]) + ". Could you look at that?"
	}
	call := firstCase.FindStringSubmatchIndex(happened)
	if call == nil {
		return "It does not work for me. Could you look at it again?"
	}
	text := "I tried " + quote(happened[call[2]:call[3]])
	rest := happened[call[1]:]
	if m := wanted.FindStringSubmatch(rest); m != nil {
		text += " and hoped for " + quote(m[1])
	}
	if m := observed.FindStringSubmatch(rest); m != nil {
		text += ", but what came was " + quote(m[1])
	}
	return text + ". That is not what I asked for, is it?"
}

// quote puts words from a message between backticks, shortened.
func quote(s string) string {
	const most = 120
	s = strings.ReplaceAll(strings.TrimSpace(s), "`", "'")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return "`" + s + "`"
}
