package model

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dialogo/bench"
)

func TestGateLearnsFromRefusals(t *testing.T) {
	g := newGate()
	ctx := t.Context()
	var rounds []int
	for range 16 {
		round, err := g.enter(ctx)
		if err != nil {
			t.Fatal(err)
		}
		rounds = append(rounds, round)
	}
	for _, round := range rounds { // all were refused together: that is one lesson
		g.leave(round, true, false)
	}
	if g.limit != 8 || g.busy != 0 {
		t.Fatalf("after one round of refusals: limit %v, busy %d; want 8, 0", g.limit, g.busy)
	}
	for range 8 {
		round, _ := g.enter(ctx)
		g.leave(round, false, true)
	}
	if g.limit < 8.9 || g.limit > 9 {
		t.Errorf("after a round of successes: limit %v, want about 9", g.limit)
	}
	for range 20 {
		round, _ := g.enter(ctx)
		g.leave(round, true, false)
	}
	if g.limit != 1 {
		t.Errorf("limit %v, want never less than 1", g.limit)
	}
}

func TestGateServesInOrderAndForgetsWhoLeft(t *testing.T) {
	g := newGate()
	g.limit = 1
	round, _ := g.enter(t.Context())
	ctx, cancel := context.WithCancel(t.Context())
	order := make(chan string, 3)
	queue := func(ctx context.Context, name string, n int) {
		go func() {
			if _, err := g.enter(ctx); err != nil {
				name += " gave up"
			}
			order <- name
		}()
		for waiting := 0; waiting < n; time.Sleep(time.Millisecond) {
			g.mu.Lock()
			waiting = len(g.queue)
			g.mu.Unlock()
		}
	}
	queue(ctx, "first", 1)
	queue(t.Context(), "second", 2)
	queue(t.Context(), "third", 3)
	cancel()
	got := []string{<-order}
	g.leave(round, false, false)
	got = append(got, <-order)
	g.leave(round, false, false)
	got = append(got, <-order)
	if strings.Join(got, ", ") != "first gave up, second, third" || g.busy != 1 {
		t.Errorf("order %v, busy %d", got, g.busy)
	}
}

func TestPlaceGivenToOneWhoLeftIsHandedOn(t *testing.T) {
	g := newGate()
	g.limit = 1
	round, _ := g.enter(t.Context())
	late, next := make(chan struct{}), make(chan struct{})
	g.queue = append(g.queue, late, next)
	g.leave(round, false, false) // the place is late's now
	g.giveUp(late)
	select {
	case <-next:
	default:
		t.Error("the next in the queue did not get the place")
	}
	if g.busy != 1 {
		t.Errorf("busy %d, want 1", g.busy)
	}
}

func TestModelsAtOneServiceShareItsGate(t *testing.T) {
	var e Endpoints
	at := func(text string) *gate {
		u, err := parseBase(text)
		if err != nil {
			t.Fatal(err)
		}
		return e.gate(u)
	}
	if at("http://a/v1") != at("http://me:pw@a/v2?x") || at("http://a") == at("https://a") || at("http://a") == at("http://b") {
		t.Error("gates are not one a scheme and host")
	}
}

func TestReasoningModelsOfOpenAIOnly(t *testing.T) {
	for _, c := range []struct {
		name, base string
		reasoning  bool
	}{
		{"openai/gpt-5-mini", "", true}, {"openai/o3", "https://us.api.openai.com/v1", true},
		{"openai/gpt-4o-mini", "", false}, {"openai/gpt-5-mini", "http://127.0.0.1:8000", false},
	} {
		m, err := Open(bench.ModelSpec{Name: c.name, BaseURL: c.base}, Options{Env: func(k string) string {
			return map[string]string{"OPENAI_API_KEY": "sk-1234567"}[k]
		}})
		if err != nil {
			t.Fatal(err)
		}
		body, err := m.(*service).body(bench.Conversation{})
		if err != nil {
			t.Fatal(err)
		}
		var o map[string]any
		if err := json.Unmarshal(body, &o); err != nil {
			t.Fatal(err)
		}
		_, temperature := o["temperature"]
		_, old := o["max_tokens"]
		_, renamed := o["max_completion_tokens"]
		if temperature == c.reasoning || old == c.reasoning || renamed != c.reasoning {
			t.Errorf("%s at %q: %s", c.name, c.base, body)
		}
	}
}

func TestOllamaHostForms(t *testing.T) {
	for text, want := range map[string]string{
		"": "http://127.0.0.1:11434", "box": "http://box:11434", "box:80": "http://box:80", ":9000": "http://127.0.0.1:9000",
		"http://box": "http://box", "https://box/ollama": "https://box/ollama", "http://box:1": "http://box:1",
		"0.0.0.0": "http://127.0.0.1:11434", "0.0.0.0:5": "http://127.0.0.1:5", "::": "http://[::1]:11434", "[::]:7": "http://[::1]:7",
		"::1": "http://[::1]:11434", "http://[fe80::1]": "http://[fe80::1]", " box \n": "http://box:11434",
	} {
		u, err := parseHost(text)
		if err != nil || u.String() != want {
			t.Errorf("%q: got %v, %v; want %s", text, u, err, want)
		}
	}
	for _, text := range []string{"box:0", "box:99999", "ftp://box", "http://", "a b"} {
		if u, err := parseHost(text); err == nil {
			t.Errorf("%q was read as %v", text, u)
		}
	}
}

func FuzzDemandedWait(f *testing.F) {
	for _, s := range []string{"7", "-1", "1e300", "NaN", "Inf", "0x1p-2", "Fri, 02 Jan 2026 03:04:05 GMT", "6m0s", "20ms", "1767323045", "1767323045000", "2026-01-02T03:04:05Z"} {
		f.Add(s, s, s, s, 429)
	}
	f.Fuzz(func(t *testing.T, after, ms, tokens, left string, status int) {
		h := http.Header{"Retry-After": {after}, "Retry-After-Ms": {ms}, "X-Ratelimit-Reset-Tokens": {tokens}, "X-Ratelimit-Remaining-Tokens": {left}}
		now := time.Unix(1767323045, 0)
		d := demanded(status, h, now)
		if d < 0 {
			t.Errorf("negative wait %v", d)
		}
		h.Del("Retry-After")
		h.Del("Retry-After-Ms")
		if d := demanded(status, h, now); d < 0 || d > longestHint || d > 0 && status != 429 {
			t.Errorf("a hint of %v under status %d", d, status)
		}
	})
}

func FuzzModelName(f *testing.F) {
	for _, s := range []string{"openai/gpt-4o", "ollama/a:b", "sim/weak", "replay/runs/x@y", "gpt", "/", "x/", "\x00/y", "openai/\xff", "sim/\u202e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		provider, rest, err := splitName(name)
		var u *bench.UsageError
		switch {
		case err != nil && !errors.As(err, &u):
			t.Errorf("%q: %v is no usage error", name, err)
		case err == nil && (provider+"/"+rest != name || rest == ""):
			t.Errorf("%q was taken apart as %q and %q", name, provider, rest)
		}
	})
}

func FuzzOllamaHost(f *testing.F) {
	for _, s := range []string{"", "box", ":1", "::", "http://u:p@h:1/x?y#z", "[::1]:9", "a%zz", "http://h:+80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := parseHost(text)
		if err != nil {
			return
		}
		again, err := url.Parse(below(u, "api/chat").String())
		if err != nil || again.Host != u.Host || !strings.HasPrefix(again.Path, "/") {
			t.Errorf("%q became %q, which reads as %v, %v", text, u, again, err)
		}
	})
}

func FuzzReply(f *testing.F) {
	for _, s := range []string{
		`{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}]}`, `{"message":{"content":"a"},"done":true,"done_reason":"stop"}`,
		`{"error":{"message":["a","b"],"code":429}}`, `{"error":"{\"error\":\"{}\"}"}`, `<html>`, `data: x`, `[]`, `{"choices":[null]}`,
		`{"choices":[{"message":{"content":"sk-\u0073ecret"},"finish_reason":"stop"}],"usage":{"prompt_tokens":-1,"completion_tokens":1e9}}`,
	} {
		f.Add([]byte(s), 200)
		f.Add([]byte(s), 500)
	}
	const key = "sk-secret"
	f.Fuzz(func(t *testing.T, body []byte, status int) {
		if status < 200 || status > 999 {
			return
		}
		rt := roundTripper(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
		})
		for _, name := range []string{"openai/m", "ollama/m"} {
			m, err := Open(bench.ModelSpec{Name: name, BaseURL: "http://h", APIKeyEnv: "KEY", Retries: -1},
				Options{Transport: rt, Env: func(string) string { return key }})
			if err != nil {
				t.Fatal(err)
			}
			got, err := m.Generate(t.Context(), bench.Conversation{})
			var e *bench.ServiceError
			switch {
			case err != nil && !errors.As(err, &e):
				t.Errorf("%s: %v is no service error", name, err)
			case err != nil && (e.Cause == "" || e.Detail == "" || strings.Contains(e.Detail, key) || strings.ContainsAny(e.Detail, "\x00\n\x1b")):
				t.Errorf("%s: %+v", name, e)
			case err == nil && (strings.TrimSpace(got.Text) == "" || strings.Contains(got.Text, key) || got.Usage.PromptTokens < 0):
				t.Errorf("%s: %+v", name, got)
			}
		}
	})
}

// roundTripper replies without a network.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestSeedsStayInRange(t *testing.T) {
	for i := range 1000 {
		if n := seed(bench.Conversation{Seed: uint64(i) * math.MaxUint32, Draw: "s0"}); n < 1 || n > math.MaxInt32 {
			t.Fatalf("seed %d", n)
		}
	}
}

func TestRefusedModelWaitsForNoPlace(t *testing.T) {
	l := &link{slots: make(chan struct{}), gate: newGate()} // no place is ever free
	l.standing.note(&failure{detail: "once"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.admit(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a failure of one call: got %v", err)
	}
	l.standing.note(&failure{detail: "for good", forAll: true})
	l.standing.note(&failure{detail: "later", forAll: true})
	var f *failure
	if _, err := l.admit(ctx); !errors.As(err, &f) || f.detail != "not asked again after: for good" {
		t.Errorf("got %v, want the first refusal", err)
	}
}
