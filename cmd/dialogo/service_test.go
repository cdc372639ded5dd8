package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dialogo/bench/benchtest"
	"dialogo/bench/judge/sandbox"
)

// goEnv is a Go setting, from the environment or from go env.
func goEnv(name string) string {
	if v := os.Getenv(name); v != "" || !strings.HasPrefix(name, "GO") {
		return v
	}
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

func absolute(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		panic(err)
	}
	return abs
}

// service is a local server that speaks the chat form of OpenAI and of Ollama. It
// counts what it is asked: a request it answered twice is a call paid for twice.
type service struct {
	*httptest.Server
	mu       sync.Mutex
	answered map[string]int // by request body
	// reply writes the answer to a conversation of n messages about prompt.
	reply func(n int, prompt string) string
	// before, if not nil, is called before a request is answered; the context ends
	// when the asker hangs up, and the request is then not answered.
	before func(context.Context)
}

func newService(t *testing.T, reply func(n int, prompt string) string) *service {
	s := &service{answered: map[string]int{}, reply: reply}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var req struct {
		Model    string
		Messages []struct{ Role, Content string }
	}
	if err != nil || json.Unmarshal(body, &req) != nil {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	before := s.before
	s.mu.Unlock()
	if before != nil {
		before(r.Context())
	}
	if r.Context().Err() != nil {
		return
	}
	prompt := ""
	if len(req.Messages) > 1 {
		prompt = req.Messages[1].Content
	}
	text := s.reply(len(req.Messages), prompt)
	s.mu.Lock()
	s.answered[string(body)]++
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	message := map[string]any{"role": "assistant", "content": text}
	if strings.HasPrefix(r.URL.Path, "/api/") {
		json.NewEncoder(w).Encode(map[string]any{"model": req.Model, "message": message, "done": true, "done_reason": "stop",
			"prompt_eval_count": 10, "eval_count": 5})
		return
	}
	json.NewEncoder(w).Encode(map[string]any{"id": "x", "object": "chat.completion", "model": req.Model,
		"choices": []any{map[string]any{"index": 0, "message": message, "finish_reason": "stop"}},
		"usage":   map[string]any{"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}})
}

// counts is how many different requests were answered, and how many answers that took.
func (s *service) counts() (requests, answers int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range s.answered {
		requests++
		answers += n
	}
	return requests, answers
}

// hold has every request from now on call before first; nil is none.
func (s *service) hold(before func(context.Context)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.before = before
}

// reset forgets what was answered.
func (s *service) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answered = map[string]int{}
}

// needSandbox skips a test that judges where answers cannot be isolated.
func needSandbox(t *testing.T) {
	t.Helper()
	_, _, err := sandbox.Open(t.Context())
	benchtest.Need(t, err == nil, fmt.Sprintf("a machine that can isolate answers (%v)", err))
}

// command is the dialogo command as a process of its own.
func command(dir string, env []string, args ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	c := exec.Command(self, args...)
	c.Dir = dir
	c.Env = append(append(os.Environ(), asCommand+"=1"), env...)
	return c
}

// mustRun runs the command and returns what it wrote to stdout and stderr.
func mustRun(t *testing.T, c *exec.Cmd) string {
	t.Helper()
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", c.Args[1:], err, out)
	}
	return string(out)
}

// sameFiles compares the reproducible results of two run folders byte by byte.
func sameFiles(t *testing.T, a, b string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(a, "results", "*.csv"))
	if err != nil || len(files) < 5 {
		t.Fatalf("%d CSV files in %s, %v", len(files), a, err)
	}
	for _, f := range append(files, filepath.Join(a, "report.html")) {
		rel, _ := filepath.Rel(a, f)
		x, errX := os.ReadFile(f)
		y, errY := os.ReadFile(filepath.Join(b, rel))
		if errX != nil || errY != nil {
			t.Fatal(errX, errY)
		}
		if string(x) != string(y) {
			t.Errorf("%s differs", rel)
		}
	}
}
