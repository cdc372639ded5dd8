package bench

import (
	"cmp"
	"context"
	"fmt"
)

// Key names an episode: one model, one mix, one task, one sample.
type Key struct {
	Model  string `json:"model"`
	Mix    string `json:"mix"`
	Task   string `json:"task"`
	Sample int    `json:"sample"`
}

// String writes the key for logs and messages.
func (k Key) String() string {
	return fmt.Sprintf("%s · %s · %s · sample %d", k.Model, k.Mix, k.Task, k.Sample)
}

// Compare orders keys by model, mix, task and sample, for sorting.
func (k Key) Compare(o Key) int {
	return cmp.Or(cmp.Compare(k.Model, o.Model), cmp.Compare(k.Mix, o.Mix),
		cmp.Compare(k.Task, o.Task), cmp.Compare(k.Sample, o.Sample))
}

// Episode is one dialogue: all turns of a key, and how it ended.
type Episode struct {
	Key
	Turns []Turn `json:"turns"`
	// Stopped is why it ended: "solved", "visible", "turns" (the limit) or
	// "error".
	Stopped string `json:"stopped"`
	// Error is set when the harness or the service failed. The turns before it
	// are kept, but the episode is not scored.
	Error *EpisodeError `json:"error,omitempty"`
	// Simulated is set when a simulated model answered.
	Simulated bool `json:"simulated,omitempty"`
}

// EpisodeError says which step of an episode failed, and why.
type EpisodeError struct {
	// Turn is the turn that could not be finished.
	Turn int `json:"turn"`
	// Step is "model", "judge" or "feedback".
	Step string `json:"step"`
	// Cause is [ServiceError.Cause], or "judge", or "internal".
	Cause string `json:"cause"`
	// Message is for people. It holds no secret.
	Message string `json:"message"`
}

// Turn is one completion, its verdict, and the feedback then given.
type Turn struct {
	// Index is 0 for the first answer.
	Index int `json:"index"`
	// Call is the hash of the model call, see [Call]. Empty when Carried.
	Call string `json:"call,omitempty"`
	// Carried is set when the mix had nothing to say after the turn before: the
	// model is then not asked again, and code and verdict are carried forward.
	Carried bool `json:"carried,omitempty"`
	// Extraction is the code found in the reply, and by which rule.
	Extraction Extraction `json:"extraction"`
	Verdict    Verdict    `json:"verdict"`
	// Feedback is what the mix wrote after this turn; empty for the last turn.
	Feedback []Feedback `json:"feedback,omitempty"`
}

// Feedback is what one Source tells the model after a turn.
type Feedback struct {
	// Source is its notation, e.g. "exec:partial".
	Source string `json:"source"`
	// Title heads the text in the message, e.g. "Test results".
	Title string `json:"title,omitempty"`
	// Text is what the model reads; empty when the source has nothing to say.
	Text string `json:"text,omitempty"`
	// Fresh asks for an independent new attempt: the next turn starts again from
	// the task, with no history and no feedback.
	Fresh bool `json:"fresh,omitempty"`
	// Call is the hash of the critic's call, if a critic wrote the text.
	Call string `json:"call,omitempty"`
	// Simulated is set when a simulated critic wrote it.
	Simulated bool `json:"simulated,omitempty"`
}

// Exchange is what a Source sees: the task, the turns so far, and what the
// earlier sources of the mix already wrote about the last turn.
type Exchange struct {
	Task *Task
	// Turns so far; the last is the one to give feedback on.
	Turns []Turn
	// Given is the feedback written so far on the last turn.
	Given []Feedback
	// Draw and Seed are for a critic's Conversation.
	Draw string
	Seed uint64
}

// Last is the turn to give feedback on.
func (e *Exchange) Last() *Turn { return &e.Turns[len(e.Turns)-1] }

// Source writes one kind of feedback at one level. Its error makes the episode
// errored; having nothing to say is an empty Text, not an error.
type Source interface {
	Feedback(ctx context.Context, e *Exchange) (Feedback, error)
}

// Mix is a set of sources, asked in order after every turn that does not end the
// episode.
type Mix struct {
	// Notation is the canonical spelling, e.g. "compile+exec:full+verbal:expert".
	Notation string
	Sources  []Source
}
