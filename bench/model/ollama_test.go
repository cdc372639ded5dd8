package model_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"dialogo/bench"
)

// said2 is a reply of Ollama's native API.
func said2(text, reason string) answer {
	content, _ := json.Marshal(text)
	return answer{body: fmt.Sprintf(`{"model":"m","created_at":"2026-01-02T03:04:05Z","message":{"role":"assistant","content":%s},`+
		`"done":true,"done_reason":%q,"prompt_eval_count":20,"eval_count":5}`+"\n", content, reason)}
}

func TestOllamaRequestNeverLetsMessagesBeDropped(t *testing.T) {
	s, w := serve(t, said2("a", "stop")), newWorld(t)
	m := w.open(t, bench.ModelSpec{Name: "ollama/hf.co/x/m:7b", BaseURL: s.URL,
		Extra: map[string]any{"top_k": 20, "seed": nil, "think": false, "options": map[string]any{"min_p": 0.1}}})
	c := said("s0")
	c.Messages = append(c.Messages, bench.Message{Role: bench.Assistant}, bench.Message{Role: bench.User, Content: "again"})
	got, err := m.Generate(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	want := object(t, `{"model":"hf.co/x/m:7b","stream":false,"truncate":false,"shift":false,"think":false,
		"options":{"num_ctx":8192,"num_predict":2048,"temperature":0,"top_k":20,"min_p":0.1},
		"messages":[{"role":"system","content":"You are a Go programmer."},{"role":"user","content":"Write <add> & go."},
			{"role":"assistant","content":""},{"role":"user","content":"again"}]}`)
	if o := object(t, s.bodies[0]); !reflect.DeepEqual(o, want) {
		t.Errorf("sent %v\nwant %v", o, want)
	}
	k := w.call(t, got.Call)
	if k.Key.URL != s.URL+"/api/chat" || k.Key.Provider != "ollama" || string(k.Key.Request) != s.bodies[0] || s.paths[0] != "/api/chat" {
		t.Errorf("key %+v", k.Key)
	}
	if want := (bench.Usage{PromptTokens: 20, CompletionTokens: 5, Known: true}); k.Usage != want || k.FinishReason != "stop" {
		t.Errorf("kept %+v", k)
	}
}

func TestOllamaSettings(t *testing.T) {
	s, w := serve(t, said2("a", "stop")), newWorld(t)
	w.env["OLLAMA_KEY"] = "sk-ollama-1"
	m := w.open(t, bench.ModelSpec{Name: "ollama/m", BaseURL: s.URL, NumCtx: 4096, MaxTokens: 10, Temperature: 0.5, TopP: 0.9, APIKeyEnv: "OLLAMA_KEY"})
	if _, err := m.Generate(t.Context(), said("s0")); err != nil {
		t.Fatal(err)
	}
	o := object(t, s.bodies[0])["options"].(map[string]any)
	if o["num_ctx"] != 4096.0 || o["num_predict"] != 10.0 || o["temperature"] != 0.5 || o["top_p"] != 0.9 {
		t.Errorf("options %v", o)
	}
	if h := s.headers[0].Get("Authorization"); h != "Bearer sk-ollama-1" {
		t.Errorf("sent %q", h)
	}
}

func TestOllamaRepliesThatAreNone(t *testing.T) {
	for _, c := range []struct {
		name, cause, detail string
		reply               answer
	}{
		{"cut by the context", "cut", "context length", said2("func", "length")},
		{"empty", "empty", "no content", said2("", "stop")},
		{"the model was only loaded", "empty", "no content", said2("", "load")},
		{"thinking alone", "empty", "no content", answer{body: `{"message":{"content":"","thinking":"hm"},"done":true,"done_reason":"stop"}`}},
		{"not done", "cut", "no finish reason", answer{body: `{"message":{"content":"func"},"done":false}`}},
		{"no reason", "cut", "no finish reason", answer{body: `{"message":{"content":"func"},"done":true}`}},
		{"an error under status 200", "malformed", "unexpected EOF of runner", answer{body: `{"error":"unexpected EOF of runner"}`}},
		{"an HTML page", "malformed", "an HTML page: Hi", answer{body: "<html><title>Hi</title>"}},
		{"a stream", "malformed", "not JSON", answer{body: "{\"message\":{\"content\":\"a\"}}\n{\"done\":true,\"done_reason\":\"stop\"}\n"}},
		{"nothing", "malformed", "not JSON", answer{}},
		{"no such model", "http", "model 'm' not found", answer{status: 404, body: `{"error":"model 'm' not found"}`}},
		{"too long for the context", "http", "longer than the model's context: request (18009 tokens)", answer{status: 400,
			body: `{"error":"{\"error\":{\"code\":400,\"message\":\"request (18009 tokens) exceeds the available context size (512 tokens)\",\"type\":\"exceed_context_size_error\"}}"}`}},
		{"too long, said as a fault of the server", "http", "longer than the model's context", answer{status: 500,
			body: `{"error":"the prompt exceeds the model's context length"}`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, w := serve(t, c.reply), newWorld(t)
			e := failed(t, w.open(t, bench.ModelSpec{Name: "ollama/m", BaseURL: s.URL}), said("s0"))
			if e.Cause != c.cause || !strings.Contains(e.Detail, c.detail) {
				t.Errorf("got %+v, want cause %s and %q in the detail", e, c.cause, c.detail)
			}
			if n := s.askedFor("/api/chat"); n != 1 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

func TestOllamaHostOfTheEnvironment(t *testing.T) {
	s, w := serve(t, said2("a", "stop")), newWorld(t)
	w.env["OLLAMA_HOST"] = strings.TrimPrefix(s.URL, "http://")
	if _, err := w.open(t, bench.ModelSpec{Name: "ollama/m"}).Generate(t.Context(), said("s0")); err != nil {
		t.Fatal(err)
	}
}
