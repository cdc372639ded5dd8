package model

import (
	"net/http"
	"regexp"
	"sync/atomic"
)

// standing is a refusal that holds for all calls of a model. The zero value is
// none. It ends with the process: keys are renewed and models pulled meanwhile.
type standing struct{ first atomic.Pointer[failure] }

// note takes a failure down if it is the first that concerns every call.
func (s *standing) note(f *failure) {
	if f != nil && f.forAll {
		s.first.CompareAndSwap(nil, f)
	}
}

// explain replaces the refusal by one that says more.
func (s *standing) explain(f *failure) { s.first.Store(f) }

// refusal is what a call gets that is not made, nil if it should be made.
func (s *standing) refusal() error {
	f := s.first.Load()
	if f == nil {
		return nil
	}
	later := *f // calls in flight still read the first
	later.detail = "not asked again after: " + f.detail
	return &later
}

// passing matches what services say under a 403 that is about one conversation
// (OpenRouter's moderation and guardrails) or about now.
var passing = regexp.MustCompile(`(?i)flagged|moderation|guardrail|prompt injection|content policy|rate limit`)

// forAll tells refusals of a key, a right or a model from those of a conversation.
// A 403 can be either: moderation, a firewall's page, or a limit that ends, is not
// held against the model.
func (c complaint) forAll(status int, h http.Header) bool {
	switch status {
	case http.StatusUnauthorized, http.StatusNotFound:
		return true
	case http.StatusForbidden:
		return !c.page && h.Get("Retry-After") == "" && !c.has("rate_limit") && !passing.MatchString(c.text)
	}
	return false
}
