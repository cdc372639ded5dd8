package bench

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

// Role is who speaks in a conversation.
type Role string

// The roles of a message.
const (
	System    Role = "system"
	User      Role = "user"
	Assistant Role = "assistant"
)

// Message is one message of a conversation.
type Message struct {
	Role    Role   `json:"role"`
	Content string `json:"content"`
}

// Purpose is why a model is called: to answer a task or to criticise an answer.
type Purpose string

// The purposes of a call.
const (
	Answer       Purpose = "answer"
	NoviceCritic Purpose = "critic:novice"
	ExpertCritic Purpose = "critic:expert"
)

// Conversation is what a Model is asked to continue. Messages is all that a real
// model receives; the other fields are coordinates for logs, random draws and the
// simulated models.
type Conversation struct {
	Messages []Message
	Purpose  Purpose
	// Task and Turn say which task's answer this call is for.
	Task string
	Turn int
	// Draw tells apart independent repetitions of one request, e.g. "s0" for
	// sample 0 and "s0t2" for its fresh attempt at turn 2. Equal requests with
	// equal draws are one call.
	Draw string
	// Seed is the study's seed. Models derive a seed for this call from it and Draw.
	Seed uint64
}

// Usage counts tokens as the service reported them. Known is false when it
// reported none: unknown is never 0.
type Usage struct {
	PromptTokens     int  `json:"prompt_tokens"`
	CompletionTokens int  `json:"completion_tokens"`
	Known            bool `json:"known"`
}

// Completion is a model's reply.
type Completion struct {
	Text string
	// Call is the hash under which the call is kept in the run folder ([Call]).
	Call string
	// Simulated is set when no real model was asked.
	Simulated bool
	Usage     Usage
}

// Model turns a conversation into a completion. Its error means that the service
// failed after all retries; errors it can explain are [*ServiceError]. A reply
// that is empty, cut short or not a reply at all is an error, never a completion.
// A Model is used by many episodes at once.
type Model interface {
	Generate(ctx context.Context, c Conversation) (Completion, error)
}

// ServiceError says why a model service gave no usable reply.
type ServiceError struct {
	// Cause is one word: "http", "empty", "cut", "malformed", "timeout",
	// "connection", "refused", "not_recorded".
	Cause string
	// Model is the name from the study.
	Model string
	// Status is the HTTP status, 0 if there was none.
	Status int
	// Detail is for people; it holds no secret and no control characters.
	Detail string
}

// Error implements error.
func (e *ServiceError) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("model %s: %s (HTTP %d): %s", e.Model, e.Cause, e.Status, e.Detail)
	}
	return fmt.Sprintf("model %s: %s: %s", e.Model, e.Cause, e.Detail)
}

// UsageError is the caller's mistake: a study, flag or file that cannot work. It
// ends in exit code 2.
type UsageError struct{ Err error }

// Error implements error.
func (e *UsageError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *UsageError) Unwrap() error { return e.Err }

// Usagef makes a [*UsageError].
func Usagef(format string, args ...any) error {
	return &UsageError{fmt.Errorf(format, args...)}
}

// FileReason is why something with a file failed, without the system call and the path:
// for messages that name the file, and what it was to be.
func FileReason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
