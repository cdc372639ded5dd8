package model_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dialogo/bench"
	"dialogo/bench/model"
)

func TestStatusesThatAreTriedAgain(t *testing.T) {
	for status, again := range map[int]bool{
		408: true, 409: true, 429: true, 500: true, 502: true, 503: true, 504: true, 529: true,
		301: false, 307: false, 400: false, 401: false, 403: false, 404: false, 413: false, 422: false,
	} {
		s, w := serve(t, answer{status: status, body: `{"error":{"message":"so"}}`, header: map[string]string{"Location": "/elsewhere"}}, good("a")), newWorld(t)
		got, err := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}).Generate(t.Context(), said("s0"))
		if again {
			if err != nil || got.Text != "a" || s.asked() != 2 {
				t.Errorf("%d: got %q, %v after %d requests; want a second try", status, got.Text, err, s.asked())
			}
			continue
		}
		var e *bench.ServiceError
		if !errors.As(err, &e) || e.Cause != "http" || e.Status != status || s.asked() != 1 {
			t.Errorf("%d: got %v after %d requests; want no second try", status, err, s.asked())
		}
	}
}

func TestRefusalsThatWouldComeAgain(t *testing.T) {
	for _, c := range []struct {
		name, cause, detail string
		reply               answer
	}{
		{"quota used up", "http", "You exceeded your quota", answer{status: 429, body: `{"error":{"message":"You exceeded your quota","code":"insufficient_quota"}}`}},
		{"quota, by type", "http", "You exceeded your quota", answer{status: 429, body: `{"error":{"message":"You exceeded your quota","type":"insufficient_quota"}}`}},
		{"context overflow", "http", "longer than the model's context", answer{status: 500, body: `{"error":{"message":"too long","code":"context_length_exceeded"}}`}},
		{"context overflow in words", "http", "longer than the model's context", answer{status: 500, body: `{"detail":"This model's maximum context length is 512 tokens."}`}},
		{"the service says so", "http", "no", answer{status: 500, body: "no", header: map[string]string{"X-Should-Retry": "false"}}},
		{"filtered", "refused", "unsafe", answer{status: 400, body: `{"error":{"message":"unsafe","code":"content_policy_violation"}}`}},
		{"a wait of hours", "http", "asks to wait 1h0m0s", answer{status: 429, header: map[string]string{"Retry-After": "3600"}}},
		{"with a request number", "http", "no (request req_7)", answer{status: 400, body: "no", header: map[string]string{"X-Request-Id": "req_7"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, w := serve(t, c.reply), newWorld(t)
			e := failed(t, w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}), said("s0"))
			if e.Cause != c.cause || !strings.Contains(e.Detail, c.detail) || e.Status != c.reply.status {
				t.Errorf("got %+v", e)
			}
			if s.asked() != 1 || len(w.clock.slept) != 0 {
				t.Errorf("asked %d times, waited %v", s.asked(), w.clock.slept)
			}
		})
	}
}

func TestServiceSaysHowLongToWait(t *testing.T) {
	for _, c := range []struct {
		name   string
		header map[string]string
		status int
		want   time.Duration
	}{
		{"seconds", map[string]string{"Retry-After": "7"}, 429, 7 * time.Second},
		{"under 503 too", map[string]string{"Retry-After": "1.5"}, 503, 1500 * time.Millisecond},
		{"a date", map[string]string{"Retry-After": start.Add(9 * time.Second).Format(http.TimeFormat)}, 429, 9 * time.Second},
		{"milliseconds come first", map[string]string{"Retry-After-Ms": "250", "Retry-After": "7"}, 429, 250 * time.Millisecond},
		{"the budget that is used up", map[string]string{
			"X-Ratelimit-Remaining-Requests": "9", "X-Ratelimit-Reset-Requests": "50s",
			"X-Ratelimit-Remaining-Tokens": "0", "X-Ratelimit-Reset-Tokens": "6s",
		}, 429, 6 * time.Second},
		{"budget of unknown size", map[string]string{"X-Ratelimit-Reset-Requests": "20ms"}, 429, 20 * time.Millisecond},
		{"a full budget is only a hint", map[string]string{"X-Ratelimit-Reset-Tokens": "2h0m0s"}, 429, time.Minute},
		{"Unix time in milliseconds", map[string]string{"X-Ratelimit-Reset": fmt.Sprint(start.Add(4 * time.Second).UnixMilli())}, 429, 4 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, w := serve(t, answer{status: c.status, header: c.header}, good("a")), newWorld(t)
			got, err := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}).Generate(t.Context(), said("s0"))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(w.clock.slept, []time.Duration{c.want}) {
				t.Errorf("waited %v, want %v", w.clock.slept, c.want)
			}
			if ms := w.call(t, got.Call).Attempts[0].WaitMS; ms != float64(c.want.Milliseconds()) {
				t.Errorf("logged a wait of %v ms", ms)
			}
		})
	}
}

func TestBackoffGrowsAndEnds(t *testing.T) {
	waits := func() []time.Duration {
		s, w := serve(t, answer{status: 502, body: "<html><title>Bad gateway</title></html>"}), newWorld(t)
		e := failed(t, w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL, Retries: 8}), said("s0"))
		if s.asked() != 9 || e.Detail != "an HTML page: Bad gateway (after 9 tries)" || e.Status != 502 {
			t.Errorf("asked %d times: %+v", s.asked(), e)
		}
		return w.clock.slept
	}
	first := waits()
	for i, d := range first {
		base := min(500*time.Millisecond<<i, 30*time.Second)
		if d < base*3/4 || d > base*5/4 {
			t.Errorf("wait %d was %v, want %v ± 25%%", i+1, d, base)
		}
	}
	if again := waits(); !slices.Equal(first, again) {
		t.Errorf("waits differ from run to run: %v, %v", first, again)
	}
}

func TestNoRetries(t *testing.T) {
	s, w := serve(t, answer{status: 500}), newWorld(t)
	if e := failed(t, w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL, Retries: -1}), said("s0")); s.asked() != 1 || e.Detail != "Internal Server Error" {
		t.Errorf("asked %d times: %+v", s.asked(), e)
	}
}

func TestErrorUnder200IsTriedAgainByItsOwnStatus(t *testing.T) {
	s, w := serve(t, answer{body: `{"error":{"message":"upstream is busy","code":503}}`}, good("a")), newWorld(t)
	if _, err := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}).Generate(t.Context(), said("s0")); err != nil {
		t.Fatal(err)
	}
}

// hang holds a request until the asker is gone. The body must be read for the
// server to notice that.
func hang(r *http.Request) {
	io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

// hangUp closes the connection after part of a reply.
func hangUp(w http.ResponseWriter, part string) {
	w.Header().Set("Content-Length", "1000")
	w.Write([]byte(part))
	w.(http.Flusher).Flush()
	conn, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		conn.Close()
	}
}

func TestBrokenConnectionsAreTriedAgain(t *testing.T) {
	var n atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch n.Add(1) {
		case 1:
			hangUp(w, `{"choices":[{"message":{"content":"half`)
		case 2:
			panic(http.ErrAbortHandler)
		default:
			w.Write([]byte(good("whole").body))
		}
	}))
	defer s.Close()
	w := newWorld(t)
	got, err := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}).Generate(t.Context(), said("s0"))
	if err != nil || got.Text != "whole" {
		t.Fatalf("got %q, %v", got.Text, err)
	}
	a := w.call(t, got.Call).Attempts
	if len(a) != 3 || !strings.Contains(a[0].Error, "connection: the reply broke off") || !strings.HasPrefix(a[1].Error, "connection: ") {
		t.Errorf("attempts %+v", a)
	}
}

func TestNobodyListens(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	w := newWorld(t)
	e := failed(t, w.open(t, bench.ModelSpec{Name: "ollama/m", BaseURL: "http://me:hunter22@" + addr, Retries: 1}), said("s0"))
	want := "(is there a service at http://" + addr + "/api/chat? check with: curl -i http://" + addr + "/api/chat) (after 2 tries)"
	if e.Cause != "connection" || !strings.Contains(e.Detail, "connection refused") || !strings.HasSuffix(e.Detail, want) || strings.Contains(e.Detail, "hunter22") {
		t.Errorf("got %+v", e)
	}
}

func TestStrangeCertificateIsNotTriedAgain(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	w := newWorld(t)
	e := failed(t, w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}), said("s0"))
	if e.Cause != "connection" || !strings.Contains(e.Detail, "certificate") || len(w.clock.slept) != 0 {
		t.Errorf("got %+v after waits %v", e, w.clock.slept)
	}
}

func TestSlowTryEndsAndIsTriedAgain(t *testing.T) {
	var n atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n.Add(1) == 1 {
			hang(r)
			return
		}
		if n.Load() == 2 { // headers in time, the rest never
			w.Write([]byte(`{"choices":[`))
			w.(http.Flusher).Flush()
			hang(r)
			return
		}
		w.Write([]byte(good("a").body))
	}))
	defer s.Close()
	spec := bench.ModelSpec{Name: "openai/m", BaseURL: s.URL, Timeout: bench.Duration(200 * time.Millisecond), Retries: 1}
	e := failed(t, newWorld(t).open(t, spec), said("s0"))
	if e.Cause != "timeout" || e.Detail != "no reply within 200ms (after 2 tries)" {
		t.Errorf("got %+v", e)
	}
	w := newWorld(t)
	n.Store(0)
	spec.Retries = 2
	if got, err := w.open(t, spec).Generate(t.Context(), said("s0")); err != nil || len(w.call(t, got.Call).Attempts) != 3 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestReplyWithoutEndIsGivenUp(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		junk := []byte(strings.Repeat("x", 1<<20))
		for {
			if _, err := w.Write(junk); err != nil {
				return
			}
		}
	}))
	defer s.Close()
	e := failed(t, newWorld(t).open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}), said("s0"))
	if e.Cause != "malformed" || !strings.Contains(e.Detail, "larger than 32 MiB") {
		t.Errorf("got %+v", e)
	}
}

func TestCancelStopsAtOnce(t *testing.T) {
	hanging := func(started chan<- struct{}) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			started <- struct{}{}
			hang(r)
		}
	}
	for _, provider := range []string{"openai", "ollama"} {
		for _, where := range []string{"in flight", "while waiting", "in the queue"} {
			t.Run(provider+" "+where, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				started := make(chan struct{}, 9)
				h := hanging(started)
				if where == "while waiting" {
					h = func(w http.ResponseWriter, r *http.Request) {
						w.WriteHeader(500)
						started <- struct{}{}
					}
				}
				s := httptest.NewServer(h)
				defer s.Close()
				w := newWorld(t)
				o := w.options()
				o.Sleep = nil // really wait
				m, err := model.Open(bench.ModelSpec{Name: provider + "/m", BaseURL: s.URL, Concurrency: 1}, o)
				if err != nil {
					t.Fatal(err)
				}
				if where == "in the queue" {
					other, stop := context.WithCancel(t.Context())
					gone := make(chan struct{})
					go func() { defer close(gone); m.Generate(other, said("s9")) }()
					defer func() { stop(); <-gone }()
					<-started
					cancel()
				} else {
					go func() { <-started; cancel() }()
				}
				_, err = m.Generate(ctx, said("s0"))
				var e *bench.ServiceError
				if !errors.Is(err, context.Canceled) || errors.As(err, &e) {
					t.Errorf("got %v, want a cancelled context", err)
				}
				if w.calls.Made() != 0 {
					t.Error("a cancelled call was kept")
				}
			})
		}
	}
}

func TestBoundsHoldRequestsBack(t *testing.T) {
	var busy, most atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := busy.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		time.Sleep(10 * time.Millisecond)
		busy.Add(-1)
		w.Write([]byte(good("a").body))
	}))
	defer s.Close()
	w := newWorld(t)
	m := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL, Concurrency: 2})
	done := make(chan error)
	for i := range 8 {
		go func() {
			_, err := m.Generate(t.Context(), said(fmt.Sprint("s", i)))
			done <- err
		}()
	}
	for range 8 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if most.Load() > 2 {
		t.Errorf("%d requests at once, want at most 2", most.Load())
	}
}

func TestRequestsKeepPace(t *testing.T) {
	s, w := serve(t, answer{status: 429, header: map[string]string{"Retry-After": "1"}}, good("a")), newWorld(t)
	m := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL, RPM: 20})
	for i := range 3 {
		if _, err := m.Generate(t.Context(), said(fmt.Sprint("s", i))); err != nil {
			t.Fatal(err)
		}
	}
	// Four requests 3 s apart; the second had waited 1 s already.
	if took := w.clock.Now().Sub(start).Round(time.Millisecond); took != 9*time.Second || s.asked() != 4 {
		t.Errorf("%d requests took %v, want 4 in 9s; waits %v", s.asked(), took, w.clock.slept)
	}
}
