package model_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dialogo/bench"
	"dialogo/bench/model"
)

// answer is what a scripted service replies to one request.
type answer struct {
	status int // default 200
	header map[string]string
	body   string
}

// service is a local HTTP server that replies by a script; its last answer is
// repeated. It keeps what it was asked.
type service struct {
	*httptest.Server
	mu      sync.Mutex
	script  []answer
	bodies  []string
	headers []http.Header
	paths   []string
}

func serve(t *testing.T, script ...answer) *service {
	s := &service{script: script}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	a := s.script[min(len(s.bodies), len(s.script)-1)]
	s.bodies = append(s.bodies, string(body))
	s.headers = append(s.headers, r.Header)
	s.paths = append(s.paths, r.URL.RequestURI())
	s.mu.Unlock()
	for k, v := range a.header {
		w.Header().Set(k, v)
	}
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	io.WriteString(w, a.body)
}

// asked is how many requests came.
func (s *service) asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.bodies)
}

// askedFor is how many requests came for one path.
func (s *service) askedFor(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, p := range s.paths {
		if p == path {
			n++
		}
	}
	return n
}

// clock is a clock that only sleeping moves on.
type clock struct {
	mu    sync.Mutex
	time  time.Time
	slept []time.Duration
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.time
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d > 0 {
		c.slept = append(c.slept, d)
	}
	c.time = c.time.Add(d)
	return ctx.Err()
}

// start is when a clock of the tests starts.
var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// world is what a model of a test lives in.
type world struct {
	clock *clock
	calls *bench.CallStore
	dir   string
	env   map[string]string
}

func newWorld(t *testing.T) *world {
	dir := t.TempDir()
	return &world{clock: &clock{time: start}, calls: bench.NewCallStore(dir + "/calls"), dir: dir, env: map[string]string{}}
}

func (w *world) options() model.Options {
	return model.Options{Calls: w.calls, Env: func(k string) string { return w.env[k] }, Now: w.clock.Now, Sleep: w.clock.Sleep}
}

func (w *world) open(t *testing.T, spec bench.ModelSpec) bench.Model {
	t.Helper()
	m, err := model.Open(spec, w.options())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// call reads a kept call.
func (w *world) call(t *testing.T, hash string) bench.Call {
	t.Helper()
	c, err := (&bench.Record{Dir: w.dir}).Call(hash)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// said is a conversation of two messages, as turn 0 of a task has.
func said(draw string) bench.Conversation {
	return bench.Conversation{
		Messages: []bench.Message{{Role: bench.System, Content: "You are a Go programmer."}, {Role: bench.User, Content: "Write <add> & go."}},
		Purpose:  bench.Answer, Task: "add", Turn: 0, Draw: draw, Seed: 1,
	}
}

// good is a reply of an OpenAI-compatible service.
func good(text string) answer {
	content, _ := json.Marshal(text)
	return answer{body: fmt.Sprintf(`{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,`+
		`"message":{"role":"assistant","content":%s},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25}}`, content)}
}

// failed is the error of a call that must fail as a service error.
func failed(t *testing.T, m bench.Model, c bench.Conversation) *bench.ServiceError {
	t.Helper()
	got, err := m.Generate(t.Context(), c)
	var e *bench.ServiceError
	if !errors.As(err, &e) {
		t.Fatalf("got reply %q and error %v, want a *bench.ServiceError", got.Text, err)
	}
	return e
}

func object(t *testing.T, body string) map[string]any {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal([]byte(body), &o); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return o
}

func TestCallIsKeptWithAllThatIsKnownAboutIt(t *testing.T) {
	s, w := serve(t, answer{status: 500, body: "busy"}, good("```go\n```")), newWorld(t)
	m := w.open(t, bench.ModelSpec{Name: "openai/m", As: "mine", BaseURL: s.URL + "/v1?team=blue"})
	c := said("s0")
	c.Turn = 3
	got, err := m.Generate(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	k := w.call(t, got.Call)
	if k.Model != "mine" || k.Purpose != bench.Answer || k.Task != "add" || k.Turn != 3 || k.Text != "```go\n```" || k.FinishReason != "stop" || k.Simulated {
		t.Errorf("kept %+v", k)
	}
	if len(k.Messages) != 2 || k.Messages[1] != c.Messages[1] {
		t.Errorf("messages %+v", k.Messages)
	}
	if want := (bench.Usage{PromptTokens: 20, CompletionTokens: 5, Known: true}); k.Usage != want || got.Usage != want {
		t.Errorf("usage %+v and %+v, want %+v", k.Usage, got.Usage, want)
	}
	if string(k.Response) != good("```go\n```").body {
		t.Errorf("response is not the raw body: %s", k.Response)
	}
	if string(k.Key.Request) != s.bodies[1] || s.bodies[0] != s.bodies[1] {
		t.Errorf("the kept request is not what was sent:\n%s\n%s\n%s", k.Key.Request, s.bodies[0], s.bodies[1])
	}
	if k.Key.URL != s.URL+"/v1/chat/completions" || k.Key.Provider != "openai" || k.Key.Draw != "s0" {
		t.Errorf("key %+v", k.Key)
	}
	if s.paths[0] != "/v1/chat/completions?team=blue" {
		t.Errorf("asked for %s", s.paths[0])
	}
	if len(k.Attempts) != 2 || k.Attempts[0].Status != 500 || k.Attempts[0].Error != "http: busy" || k.Attempts[0].WaitMS == 0 ||
		k.Attempts[1].Status != 200 || k.Attempts[1].Error != "" {
		t.Errorf("attempts %+v", k.Attempts)
	}
	if !k.Started.Equal(start) || k.DurationMS != k.Attempts[0].WaitMS {
		t.Errorf("started %v, took %v ms", k.Started, k.DurationMS)
	}
}

func TestEqualCallsAreOne(t *testing.T) {
	s, w := serve(t, good("a")), newWorld(t)
	spec := bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}
	m := w.open(t, spec)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := m.Generate(t.Context(), said("s0")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if _, err := w.open(t, spec).Generate(t.Context(), said("s0")); err != nil { // another session
		t.Fatal(err)
	}
	if n := s.asked(); n != 1 {
		t.Errorf("the service was asked %d times, want 1", n)
	}
}

func TestSamplesDifferBySeedAndRerunsDoNot(t *testing.T) {
	for _, provider := range []string{"openai", "ollama"} {
		reply := good("a")
		if provider == "ollama" {
			reply = said2("a", "stop")
		}
		s := serve(t, reply)
		byDraw, different := map[string]float64{}, map[float64]bool{}
		for _, draw := range []string{"s0", "s1", "s0t2", "s0"} {
			w := newWorld(t) // nothing kept: the second s0 is a new run
			if _, err := w.open(t, bench.ModelSpec{Name: provider + "/m", BaseURL: s.URL}).Generate(t.Context(), said(draw)); err != nil {
				t.Fatal(err)
			}
			o := object(t, s.bodies[len(s.bodies)-1])
			if provider == "ollama" {
				o = o["options"].(map[string]any)
			}
			n := o["seed"].(float64)
			if n < 1 || n > 1<<31-1 {
				t.Errorf("%s: seed %v is out of range", provider, n)
			}
			if old, ok := byDraw[draw]; ok && old != n {
				t.Errorf("%s: draw %s was sent seed %v, then %v", provider, draw, old, n)
			}
			byDraw[draw], different[n] = n, true
		}
		if len(different) != 3 {
			t.Errorf("%s: seeds by draw %v, want 3 different ones", provider, byDraw)
		}
	}
}

func TestErrorsAreNotKept(t *testing.T) {
	s, w := serve(t, answer{status: 400, body: `{"error":{"message":"no"}}`}, good("late")), newWorld(t)
	m := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL})
	failed(t, m, said("s0"))
	if got, err := m.Generate(t.Context(), said("s0")); err != nil || got.Text != "late" {
		t.Fatalf("the second try gave %q, %v", got.Text, err)
	}
}

func TestDetailIsOneBoundedLine(t *testing.T) {
	s, w := serve(t, answer{status: 400, body: "\x1b[31mno\x00\n\n\tgood\u202e" + strings.Repeat(" é", 5000)}), newWorld(t)
	e := failed(t, w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}), said("s0"))
	if !strings.HasPrefix(e.Detail, "[31mno good é é") || !strings.HasSuffix(e.Detail, "…") || len([]rune(e.Detail)) > 310 {
		t.Errorf("detail %q", e.Detail)
	}
}
