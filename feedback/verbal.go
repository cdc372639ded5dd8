package feedback

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"strings"

	"dialogo/bench"
)

// Canary is the phrase by which a leak of the reference can be counted, as
// ConvCodeWorld does: the expert's prompt calls the reference by this name and
// forbids to mention it, so a critic who writes it has told what it sees.
const Canary = "ground truth code"

// The critics' instructions, one file a level.
//
//go:embed prompts/novice.md prompts/expert.md
var prompts embed.FS

// Prompt returns the instructions of the critic at a level, Novice or Expert.
func Prompt(level Level) string {
	text, err := prompts.ReadFile("prompts/" + string(level) + ".md")
	if err != nil {
		panic(fmt.Sprintf("feedback: no prompt for level %q", level)) // only our own levels come here
	}
	return strings.TrimSpace(string(text))
}

// PromptsHash identifies all words of this package that a model reads: the
// wording of the sources by [Version], the critics' instructions by their text. It
// belongs in a run's manifest beside [bench.PromptsHash].
func PromptsHash() string {
	sum := sha256.Sum256([]byte(Version + "\x00" + Prompt(Novice) + "\x00" + Prompt(Expert)))
	return hex.EncodeToString(sum[:])
}

// verbal asks a critic.
type verbal struct {
	level  Level
	critic bench.Model
}

// Feedback implements [bench.Source]. An error means that the critic's service
// failed, that it said nothing, or that the expert's task has no reference: the
// episode is then errored, since feedback that is silently missing would be
// counted as feedback that did not help.
func (s verbal) Feedback(ctx context.Context, e *bench.Exchange) (bench.Feedback, error) {
	f := bench.Feedback{Source: "verbal:" + string(s.level), Title: "Reviewer"}
	if s.level == Expert && e.Task.Reference == "" {
		return f, fmt.Errorf("task %q has no reference solution, which verbal:expert needs", e.Task.ID)
	}
	if s.level == Novice && shownFailing(e) == "" {
		return f, nil
	}
	c, err := s.critic.Generate(ctx, s.conversation(e))
	if err != nil {
		return f, fmt.Errorf("critic (%s): %w", s.level, err)
	}
	f.Text, f.Call, f.Simulated = finish(visible(guard(c.Text))), c.Call, c.Simulated
	if f.Text == "" {
		return f, &bench.ServiceError{Cause: "empty", Model: "critic (" + string(s.level) + ")",
			Detail: "no words before the first code block or separator; the reply was " + quoted(c.Text)}
	}
	return f, nil
}

// quoted is the beginning of an unusable reply, for the error message.
func quoted(reply string) string {
	const most = 80
	if r := []rune(reply); len(r) > most {
		reply = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", reply)
}

func (s verbal) conversation(e *bench.Exchange) bench.Conversation {
	purpose := bench.NoviceCritic
	if s.level == Expert {
		purpose = bench.ExpertCritic
	}
	return bench.Conversation{
		Messages: []bench.Message{
			{Role: bench.System, Content: Prompt(s.level)},
			{Role: bench.User, Content: s.exhibit(e)},
		},
		Purpose: purpose,
		Task:    e.Task.ID,
		Turn:    e.Last().Index,
		Draw:    e.Draw,
		Seed:    e.Seed,
	}
}

// exhibit is what the critic is shown. Only the present answer, not the dialogue:
// ConvCodeWorld's critics have no memory either.
func (s verbal) exhibit(e *bench.Exchange) string {
	var b strings.Builder
	section := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&b, "# %s\n\n%s\n\n", title, text)
		}
	}
	task := bench.TaskMessage(e.Task)
	section("Task", task)
	if s.level == Expert {
		section("Ground truth code", fence(e.Task.Reference))
	}
	code := "(no Go code was found in the reply)"
	if c := e.Last().Extraction.Code; strings.TrimSpace(c) != "" {
		code = fence(c)
	}
	section("Author's code", code)
	section("What happened", shownFailing(e))
	return strings.TrimSpace(b.String())
}

// shownFailing is the feedback of this turn that shows something failing.
func shownFailing(e *bench.Exchange) string {
	v := e.Last().Verdict
	var parts []string
	for _, g := range e.Given {
		if g.Text != "" && showsFailure(g.Source, v) {
			parts = append(parts, "## "+g.Title+"\n\n"+g.Text)
		}
	}
	return strings.Join(parts, "\n\n")
}

// showsFailure reports whether what a source shows of the verdict is a failure.
func showsFailure(source string, v bench.Verdict) bool {
	noRun := v.Status == bench.NoCode || v.Status == bench.CompileError
	switch source {
	case "compile":
		return noRun
	case "exec:partial":
		return noRun || tally(&bench.Task{}, v, Partial).failing()
	case "exec:full":
		return noRun || tally(&bench.Task{}, v, Full).failing()
	default:
		return false
	}
}

// fence puts code into a Markdown block that the code cannot close.
func fence(code string) string {
	marks := "```"
	for strings.Contains(code, marks) {
		marks += "`"
	}
	return marks + "go\n" + strings.TrimRight(visible(code), "\n") + "\n" + marks
}

// guard keeps a critic from handing over code: its reply ends where the first
// code fence or separator line begins, as in ConvCodeWorld. Separators before the
// first word are skipped.
func guard(reply string) string {
	var kept []string
	for line := range strings.SplitSeq(reply, "\n") {
		words, _, fenced := cutFence(line)
		if fenced {
			kept = append(kept, words)
			break
		}
		if isSeparator(line) {
			if strings.TrimSpace(strings.Join(kept, "")) != "" {
				break
			}
			continue
		}
		kept = append(kept, line)
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}

// cutFence cuts a line at a code fence: three backticks anywhere, or three tildes
// at its start.
func cutFence(line string) (before, after string, found bool) {
	if strings.HasPrefix(strings.TrimSpace(line), "~~~") {
		return "", line, true
	}
	return strings.Cut(line, "```")
}

// isSeparator reports whether a line is a rule of three or more -, =, *, _ or #.
func isSeparator(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) >= 3 && strings.Trim(line, line[:1]) == "" && strings.Contains("-=*_#", line[:1])
}
