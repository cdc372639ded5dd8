package model_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"dialogo/bench"
)

// library is an Ollama server that has other models than the one asked for. What
// it says of them is tags, under status.
type library struct {
	mu     sync.Mutex
	status int
	tags   string
	asked  []string // method, path and key
}

func (l *library) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = append(l.asked, r.Method+" "+r.URL.Path+" "+r.Header.Get("Authorization"))
	if r.URL.Path == "/at/api/tags" {
		w.WriteHeader(l.status)
		io.WriteString(w, l.tags)
		return
	}
	w.WriteHeader(404)
	io.WriteString(w, `{"error":"model not found"}`)
}

func TestUnknownOllamaModelNamesTheNearest(t *testing.T) {
	for _, c := range []struct {
		name, model string
		status      int
		tags        string
		want        string
	}{
		{"a slip", "lama3", 200, `{"models":[{"name":"phi:latest"},{"name":"llama3:latest"}]}`,
			" (did you mean \"llama3\"?); to get it: `ollama pull lama3`"},
		{"another size", "qwen2.5-coder:7b", 200, `{"models":[{"name":"qwen2.5-coder:1.5b"},{"name":"llama3:latest"}]}`,
			" (did you mean \"qwen2.5-coder:1.5b\"?); to get it: `ollama pull qwen2.5-coder:7b`"},
		{"none is near", "m", 200, `{"models":[{"name":"llama3:latest"}]}`, "; to get it: `ollama pull m`"},
		{"none at all", "m", 200, `{"models":[]}`, "; to get it: `ollama pull m`"},
		{"it came meanwhile", "m", 200, `{"models":[{"name":"m:latest"}]}`, "; to get it: `ollama pull m`"},
		{"tags are refused", "lama3", 500, `{"error":"no"}`, "; to get it: `ollama pull lama3`"},
		{"tags are a page", "lama3", 200, page, "; to get it: `ollama pull lama3`"},
		{"tags lead elsewhere", "lama3", 302, "", "; to get it: `ollama pull lama3`"},
		{"a name that holds the key", "sk-secret-0", 200, `{"models":[{"name":"sk-secret-1\u001b:latest"}]}`,
			" (did you mean \"[key]\\x1b\"?); to get it: `ollama pull sk-secret-0`"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := &library{status: c.status, tags: c.tags}
			s := httptest.NewServer(l)
			defer s.Close()
			w := newWorld(t)
			w.env["OLLAMA_KEY"] = "sk-secret-1"
			m := w.open(t, bench.ModelSpec{Name: "ollama/" + c.model, BaseURL: s.URL + "/at", APIKeyEnv: "OLLAMA_KEY"})
			if e := failed(t, m, said("s0")); e.Cause != "http" || e.Status != 404 || e.Detail != "model not found"+c.want {
				t.Errorf("got %+v, want %q", e, c.want)
			}
			if e := failed(t, m, said("s1")); e.Detail != "not asked again after: model not found"+c.want {
				t.Errorf("later %+v, want %q", e, c.want)
			}
			if got := strings.Join(l.asked, ", "); got != "POST /at/api/chat Bearer sk-secret-1, GET /at/api/tags Bearer sk-secret-1" {
				t.Errorf("asked %s", got)
			}
		})
	}
}

func TestOtherRefusalsOfOllamaAskForNoTags(t *testing.T) {
	s, w := serve(t, answer{status: 401, body: `{"error":"unauthorized"}`}), newWorld(t)
	if e := failed(t, w.open(t, bench.ModelSpec{Name: "ollama/m", BaseURL: s.URL}), said("s0")); e.Detail != "unauthorized" || s.asked() != 1 {
		t.Errorf("got %+v after %d requests", e, s.asked())
	}
}

func TestUnknownOllamaModelUnderLoad(t *testing.T) {
	l := &library{status: 200, tags: `{"models":[{"name":"llama3:latest"}]}`}
	s := httptest.NewServer(l)
	defer s.Close()
	w := newWorld(t)
	m := w.open(t, bench.ModelSpec{Name: "ollama/lama3", BaseURL: s.URL + "/at"})
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			c := said("s0")
			c.Draw += strings.Repeat("x", i)
			if _, err := m.Generate(t.Context(), c); err == nil || strings.Count(err.Error(), "not asked again") > 1 {
				t.Errorf("got %v", err)
			}
		})
	}
	all.Wait()
	before := len(l.asked)
	if e := failed(t, m, said("s1")); !strings.Contains(e.Detail, "llama3") || len(l.asked) != before {
		t.Errorf("later %+v, %d requests more", e, len(l.asked)-before)
	}
}
