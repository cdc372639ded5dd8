package model

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"dialogo/bench"
)

// dialect is what tells services apart: how a request is written, and how a reply
// is asked for and read.
type dialect interface {
	// body is the exact request for a conversation.
	body(c bench.Conversation) ([]byte, error)
	// ask sends x's body with the service's client and reads the reply. Its error
	// is a *failure where the reply was at fault.
	ask(ctx context.Context, x *exchange) (reply, error)
}

// reply is what a service answered.
type reply struct {
	text   string
	finish string // in the service's own word, e.g. "stop"
	usage  bench.Usage
}

// service is a model behind a network.
type service struct {
	dialect
	provider string
	spec     bench.ModelSpec
	calls    Calls
	link     *link
}

// Generate implements bench.Model.
func (s *service) Generate(ctx context.Context, c bench.Conversation) (bench.Completion, error) {
	body, err := s.body(c)
	if err != nil {
		return bench.Completion{}, fmt.Errorf("model %s: request: %w", s.spec.Label(), err)
	}
	key := bench.CallKey{Provider: s.provider, URL: s.link.public, Request: body, Draw: c.Draw}
	call, err := s.calls.Do(ctx, key, func(ctx context.Context) (bench.Call, error) { return s.call(ctx, c, body) })
	if err != nil {
		return bench.Completion{}, err
	}
	return completion(call), nil
}

func completion(c bench.Call) bench.Completion {
	return bench.Completion{Text: c.Text, Call: c.Hash, Simulated: c.Simulated, Usage: c.Usage}
}

func (s *service) call(ctx context.Context, c bench.Conversation, body []byte) (bench.Call, error) {
	x := s.link.exchange(body)
	started := s.link.now()
	r, err := s.ask(ctx, x)
	if err == nil {
		err = r.check()
	}
	if err != nil {
		return bench.Call{}, s.explain(ctx, x, err)
	}
	return bench.Call{
		Model: s.spec.Label(), Purpose: c.Purpose, Task: c.Task, Turn: c.Turn, Messages: slices.Clone(c.Messages),
		Text: r.text, FinishReason: r.finish, Response: json.RawMessage(x.raw), Usage: r.usage,
		Started: started.UTC().Round(0), DurationMS: milliseconds(s.link.now().Sub(started)), Attempts: x.attempts,
	}, nil
}

// explain turns what went wrong into the error an episode shows.
func (s *service) explain(ctx context.Context, x *exchange, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("model %s: %w", s.spec.Label(), ctx.Err())
	}
	var f *failure
	if !errors.As(err, &f) { // the client could not decode what came
		f = &failure{cause: "malformed", status: x.status, detail: "unexpected reply: " + err.Error()}
	}
	detail := cmp.Or(s.link.secrets.clean(f.detail), "the service gave no explanation")
	if n := len(x.attempts); n > 1 {
		detail += fmt.Sprintf(" (after %d tries)", n)
	}
	return &bench.ServiceError{Cause: f.cause, Model: s.spec.Label(), Status: f.status, Detail: detail + f.advice}
}

// check refuses a reply that says nothing, was cut, or is a proxy's error page.
func (r reply) check() error {
	content := strings.TrimFunc(r.text, func(c rune) bool { return unicode.IsSpace(c) || c == '\uFEFF' })
	if startsPage.MatchString(content) {
		return &failure{cause: "malformed", detail: "the content of the reply is not the model's but " + complaintOf([]byte(content)).text}
	}
	switch r.finish {
	case "length", "max_tokens", "MAX_TOKENS", "model_length":
		return &failure{cause: "cut", detail: fmt.Sprintf("the reply reached the limit of tokens (finish reason %q): raise max_tokens or the context length", r.finish)}
	case "content_filter", "SAFETY", "refusal":
		return &failure{cause: "refused", detail: fmt.Sprintf("the service withheld the reply (finish reason %q)", r.finish)}
	case "error":
		return &failure{cause: "malformed", detail: "the service failed while it replied (finish reason \"error\")"}
	case "", "null":
		return &failure{cause: "cut", detail: "the reply has no finish reason: it was cut off"}
	}
	if content == "" {
		return &failure{cause: "empty", detail: fmt.Sprintf("the reply has no content (finish reason %q)", r.finish)}
	}
	return nil
}

// startsPage tells an error page from a reply that merely shows HTML.
var startsPage = regexp.MustCompile(`(?i)^<(!doctype html|html)`)

// seed derives a service's seed from the study's and the draw: repeated samples
// differ, a repeated run does not. It is 1 to 2³¹−1, which every service takes; 0
// and −1 mean "random" to some.
func seed(c bench.Conversation) int {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", c.Seed, c.Draw))
	return max(1, int(binary.BigEndian.Uint32(sum[:])>>1))
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
