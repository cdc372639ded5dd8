package model_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/bench/model"
)

func TestOpenAIRequestSaysAllThatClientsLeaveOut(t *testing.T) {
	s, w := serve(t, good("a")), newWorld(t)
	m := w.open(t, bench.ModelSpec{Name: "openai/org/m", BaseURL: s.URL + "/v1/", MaxTokens: 99,
		Extra: map[string]any{"top_k": 20, "min_p": 0.05, "seed": nil, "chat_template_kwargs": map[string]any{"enable_thinking": false}}})
	c := said("s0")
	c.Messages = append(c.Messages, bench.Message{Role: bench.Assistant, Content: ""}, bench.Message{Role: bench.User, Content: "again"})
	if _, err := m.Generate(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	want := object(t, `{"model":"org/m","temperature":0,"max_tokens":99,"stream":false,"top_k":20,"min_p":0.05,
		"chat_template_kwargs":{"enable_thinking":false},
		"messages":[{"role":"system","content":"You are a Go programmer."},{"role":"user","content":"Write <add> & go."},
			{"role":"assistant","content":""},{"role":"user","content":"again"}]}`)
	if got := object(t, s.bodies[0]); !reflect.DeepEqual(got, want) {
		t.Errorf("sent %v\nwant %v", got, want)
	}
	if s.paths[0] != "/v1/chat/completions" || s.headers[0].Get("Content-Type") != "application/json" || s.headers[0].Get("Authorization") != "" {
		t.Errorf("path %s, headers %v", s.paths[0], s.headers[0])
	}
}

func TestOpenAISamplingFields(t *testing.T) {
	s, w := serve(t, good("a")), newWorld(t)
	m := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL, Temperature: 0.7, TopP: 0.9,
		Extra: map[string]any{"max_tokens": nil, "max_completion_tokens": 7}})
	if _, err := m.Generate(t.Context(), said("s0")); err != nil {
		t.Fatal(err)
	}
	o := object(t, s.bodies[0])
	if o["temperature"] != 0.7 || o["top_p"] != 0.9 || o["max_completion_tokens"] != 7.0 || o["max_tokens"] != nil {
		t.Errorf("sent %v", o)
	}
}

func TestOpenAIRepliesThatAreNone(t *testing.T) {
	choice := func(message, finish string) string {
		return `{"choices":[{"message":` + message + `,"finish_reason":` + finish + `}]}`
	}
	for _, c := range []struct {
		name, body, cause, detail string
	}{
		{"an error under status 200", `{"error":{"message":"model is loading","code":"loading"}}`, "malformed", "model is loading"},
		{"an error that is a text", `{"error":"out of memory"}`, "malformed", "out of memory"},
		{"a filtered request under 200", `{"error":{"message":"blocked","code":"content_filter"}}`, "refused", "blocked"},
		{"an HTML page", "<!DOCTYPE html><html><head><title>Sign in\nhere</title></head></html>", "malformed", "an HTML page: Sign in here"},
		{"no choices", `{"choices":[]}`, "malformed", "no choices"},
		{"nothing at all", "", "malformed", "not JSON"},
		{"JSON of another kind", `[1,2]`, "malformed", "unexpected reply"},
		{"a number where text belongs", choice(`{"content":5}`, `"stop"`), "malformed", "unexpected reply"},
		{"two values", `{"choices":[]} {"choices":[]}`, "malformed", "not JSON"},
		{"a stream", "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]\n", "malformed", "a stream, though none was asked for"},
		{"blank content", choice(`{"content":" \n\t"}`, `"stop"`), "empty", "no content"},
		{"null content", choice(`{"content":null}`, `"stop"`), "empty", "no content"},
		{"reasoning alone", choice(`{"content":"","reasoning_content":"hm"}`, `"stop"`), "empty", "no content"},
		{"a tool call", choice(`{"content":null,"tool_calls":[]}`, `"tool_calls"`), "empty", "no content"},
		{"cut by the limit", choice(`{"content":"func"}`, `"length"`), "cut", "max_tokens"},
		{"cut while reasoning", choice(`{"content":"","reasoning_content":"hm"}`, `"length"`), "cut", "max_tokens"},
		{"no finish reason", choice(`{"content":"func"}`, `null`), "cut", "no finish reason"},
		{"filtered", choice(`{"content":"f"}`, `"content_filter"`), "refused", "withheld"},
		{"a refusal", choice(`{"content":null,"refusal":"I can't"}`, `"stop"`), "refused", "I can't"},
		{"a page for an answer", choice(`{"content":"\ufeff \n<!docTYPE html><html><title>Bad gateway</title>"}`, `"stop"`), "malformed", "not the model's but an HTML page: Bad gateway"},
		{"a page for an answer, cut", choice(`{"content":"<HTML lang=en>"}`, `"length"`), "malformed", "an HTML page: <HTML lang=en>"},
		{"the service failed half-way", choice(`{"content":"f"}`, `"error"`), "malformed", "failed while it replied"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, w := serve(t, answer{body: c.body}), newWorld(t)
			e := failed(t, w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}), said("s0"))
			if e.Cause != c.cause || !strings.Contains(e.Detail, c.detail) || e.Model != "openai/m" {
				t.Errorf("got %+v, want cause %s and %q in the detail", e, c.cause, c.detail)
			}
			if s.asked() != 1 {
				t.Errorf("asked %d times", s.asked())
			}
		})
	}
}

func TestOpenAIRepliesThatCount(t *testing.T) {
	for _, c := range []struct {
		name, body, text string
		known            bool
	}{
		{"reasoning beside the answer", `{"choices":[{"message":{"content":"code","reasoning_content":"hm"},"finish_reason":"stop"}]}`, "code", false},
		{"content in parts", `{"choices":[{"message":{"content":[{"type":"text","text":"co"},{"type":"text","text":"de"}]},"finish_reason":"stop"}]}`, "code", false},
		{"a page in a code block", "{\"choices\":[{\"message\":{\"content\":\"```go\\nconst p = `<!doctype html><html>`\\n```\"},\"finish_reason\":\"stop\"}]}", "```go\nconst p = `<!doctype html><html>`\n```", false},
		{"a tag that begins no page", `{"choices":[{"message":{"content":"<think>hm</think>code"},"finish_reason":"stop"}]}`, "<think>hm</think>code", false},
		{"a finish reason of another service", `{"choices":[{"message":{"content":"code"},"finish_reason":"end_turn"}],"error":null}`, "code", false},
		{"usage without counts", `{"choices":[{"message":{"content":"code"},"finish_reason":"stop"}],"usage":{"total_tokens":3}}`, "code", false},
		{"usage that is made up", `{"choices":[{"message":{"content":"code"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":0}}`, "code", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, w := serve(t, answer{body: c.body}), newWorld(t)
			got, err := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}).Generate(t.Context(), said("s0"))
			if err != nil || got.Text != c.text || got.Usage.Known != c.known {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestOllamaV1ThatDroppedMessagesIsCut(t *testing.T) {
	reply := `{"system_fingerprint":"fp_ollama","choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"usage":{"prompt_tokens":50,"completion_tokens":1}}`
	s, w := serve(t, answer{body: reply}), newWorld(t)
	m := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL})
	long := said("s0")
	long.Messages[1].Content = strings.Repeat("hello ", 1000)
	if e := failed(t, m, long); e.Cause != "cut" || !strings.Contains(e.Detail, "read 50 tokens of a conversation of 6024 bytes") {
		t.Errorf("got %+v", e)
	}
	long.Messages[1].Content = strings.Repeat(" ", 6000) // tokenizers have tokens for such runs
	if _, err := m.Generate(t.Context(), long); err != nil {
		t.Error(err)
	}
}

func TestOpenAIAddress(t *testing.T) {
	s := serve(t, good("a"))
	for _, c := range []struct{ name, base, env, path string }{
		{"the study's", s.URL + "/a", "http://127.0.0.1:1/b", "/a/chat/completions"},
		{"the environment's", "", s.URL + "/b/v1/", "/b/v1/chat/completions"},
		{"the whole endpoint", s.URL + "/c/v1/chat/completions", "", "/c/v1/chat/completions"},
		{"with a query", s.URL + "/d?api-version=1", "", "/d/chat/completions?api-version=1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.env["OPENAI_BASE_URL"] = c.env
			if _, err := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: c.base}).Generate(t.Context(), said("s0")); err != nil {
				t.Fatal(err)
			}
			if got := s.paths[len(s.paths)-1]; got != c.path {
				t.Errorf("asked for %s, want %s", got, c.path)
			}
		})
	}
}

func TestOpenAIKey(t *testing.T) {
	s := serve(t, good("a"))
	for _, c := range []struct {
		name   string
		spec   bench.ModelSpec
		env    map[string]string
		header string
		err    string
	}{
		{"the usual variable", bench.ModelSpec{BaseURL: s.URL}, map[string]string{"OPENAI_API_KEY": " sk-1\n"}, "Bearer sk-1", ""},
		{"a variable of its own", bench.ModelSpec{BaseURL: s.URL, APIKeyEnv: "MINE"}, map[string]string{"OPENAI_API_KEY": "sk-1", "MINE": "sk-2"}, "Bearer sk-2", ""},
		{"none, at a compatible server", bench.ModelSpec{BaseURL: s.URL}, nil, "", ""},
		{"none, at OpenAI", bench.ModelSpec{}, nil, "", "set the environment variable OPENAI_API_KEY"},
		{"none, at OpenAI by name", bench.ModelSpec{BaseURL: "https://eu.api.openai.com/v1"}, nil, "", "set the environment variable OPENAI_API_KEY"},
		{"none, though named", bench.ModelSpec{BaseURL: s.URL, APIKeyEnv: "MINE"}, nil, "", "set the environment variable MINE"},
		{"not a key", bench.ModelSpec{BaseURL: s.URL}, map[string]string{"OPENAI_API_KEY": "sk-\n1"}, "", "OPENAI_API_KEY holds characters"},
		{"the user of the address", bench.ModelSpec{BaseURL: strings.Replace(s.URL, "://", "://me:pw@", 1)}, nil, "Basic bWU6cHc=", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.env = c.env
			c.spec.Name = "openai/m"
			m, err := model.Open(c.spec, w.options())
			if c.err != "" {
				var u *bench.UsageError
				if !errors.As(err, &u) || !strings.Contains(err.Error(), c.err) {
					t.Fatalf("got %v, want a usage error with %q", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, err := m.Generate(t.Context(), said("s0"))
			if err != nil {
				t.Fatal(err)
			}
			if h := s.headers[len(s.headers)-1].Get("Authorization"); h != c.header {
				t.Errorf("sent %q, want %q", h, c.header)
			}
			if u := w.call(t, got.Call).Key.URL; u != s.URL+"/chat/completions" {
				t.Errorf("kept address %s", u)
			}
		})
	}
}
