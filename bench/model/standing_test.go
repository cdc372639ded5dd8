package model_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dialogo/bench"
)

const forbidden = `{"error":{"message":"no such right"}}`

// page is what a proxy or firewall replies.
const page = "<html><title>Access denied</title></html>"

func TestModelThatRefusesForGoodIsAskedOnce(t *testing.T) {
	for _, c := range []struct {
		name   string
		first  answer
		detail string
	}{
		{"wrong key", answer{status: 401, body: forbidden}, "no such right"},
		{"no right", answer{status: 403, body: forbidden}, "no such right"},
		{"unknown model", answer{status: 404, body: forbidden}, "no such right"},
		{"wrong path", answer{status: 404, body: "404 page not found"}, "404 page not found"},
		{"wrong path, as a page", answer{status: 404, body: page}, "an HTML page: Access denied"},
		{"no quota for this key", answer{status: 403, body: `{"error":{"message":"pay","code":"insufficient_quota"}}`}, "pay"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, w := serve(t, good("kept"), c.first, good("never")), newWorld(t)
			m := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL})
			if _, err := m.Generate(t.Context(), said("s0")); err != nil {
				t.Fatal(err)
			}
			first := failed(t, m, said("s1"))
			if first.Detail != c.detail {
				t.Errorf("first %+v, want detail %q", first, c.detail)
			}
			want := *first
			want.Detail = "not asked again after: " + c.detail
			for i := range 40 {
				if e := failed(t, m, said(fmt.Sprint("later", i))); *e != want {
					t.Fatalf("later %+v, want %+v", e, want)
				}
			}
			if got, err := m.Generate(t.Context(), said("s0")); err != nil || got.Text != "kept" {
				t.Errorf("the kept call gave %q, %v", got.Text, err)
			}
			if s.asked() != 2 {
				t.Errorf("asked %d times, want 2", s.asked())
			}
			if got, err := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}).Generate(t.Context(), said("s1")); err != nil || got.Text != "never" {
				t.Errorf("another session got %q, %v", got.Text, err)
			}
		})
	}
}

func TestFailureOfOneCallIsNotHeldAgainstTheModel(t *testing.T) {
	for _, c := range []struct {
		name  string
		first answer
	}{
		{"400", answer{status: 400, body: forbidden}},
		{"413", answer{status: 413, body: forbidden}},
		{"422", answer{status: 422, body: forbidden}},
		{"429", answer{status: 429, body: forbidden}},
		{"429, quota", answer{status: 429, body: `{"error":{"message":"pay","code":"insufficient_quota"}}`}},
		{"500", answer{status: 500, body: forbidden}},
		{"503", answer{status: 503, body: forbidden}},
		{"a redirect", answer{status: 302, body: page}},
		{"moderation", answer{status: 403, body: `{"error":{"code":403,"message":"Your chosen model requires moderation and your input was flagged"}}`}},
		{"content filter", answer{status: 403, body: `{"error":{"message":"no","code":"content_filter"}}`}},
		{"a firewall", answer{status: 403, body: page}},
		{"a limit that ends", answer{status: 403, body: forbidden, header: map[string]string{"Retry-After": "60"}}},
		{"too long, as 404", answer{status: 404, body: `{"error":{"message":"prompt is too long"}}`}},
		{"401 under 200", answer{body: `{"error":{"message":"upstream","code":401}}`}},
		{"cut", answer{body: `{"choices":[{"message":{"content":"f"},"finish_reason":"length"}]}`}},
		{"empty", answer{body: `{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}`}},
		{"a page for an answer", answer{body: `{"choices":[{"message":{"content":"<html>"},"finish_reason":"stop"}]}`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, w := serve(t, c.first, good("a")), newWorld(t)
			m := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL, Retries: -1})
			failed(t, m, said("s0"))
			if got, err := m.Generate(t.Context(), said("s1")); err != nil || got.Text != "a" {
				t.Errorf("the next call gave %q, %v", got.Text, err)
			}
		})
	}
}

func TestBrokenConnectionsAreNotHeldAgainstTheModel(t *testing.T) {
	var n atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch n.Add(1) {
		case 1:
			hangUp(w, `{"error":`)
		case 2:
			hang(r)
		default:
			w.Write([]byte(good("a").body))
		}
	}))
	defer s.Close()
	m := newWorld(t).open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL, Retries: -1, Timeout: bench.Duration(500 * time.Millisecond)})
	for _, cause := range []string{"connection", "timeout"} {
		if e := failed(t, m, said("s0")); e.Cause != cause {
			t.Errorf("got %+v, want cause %s", e, cause)
		}
	}
	if got, err := m.Generate(t.Context(), said("s0")); err != nil || got.Text != "a" {
		t.Errorf("the next call gave %q, %v", got.Text, err)
	}
}

func TestCallsInTheQueueLearnOfTheRefusal(t *testing.T) {
	s, w := serve(t, answer{status: 401, body: forbidden}), newWorld(t)
	m := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL, Concurrency: 1, RPM: 60})
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			_, err := m.Generate(t.Context(), said(fmt.Sprint("s", i)))
			var e *bench.ServiceError
			if !errors.As(err, &e) || e.Status != 401 || e.Cause != "http" {
				t.Errorf("got %v", err)
			}
		})
	}
	all.Wait()
	if s.asked() != 1 || len(w.clock.slept) != 0 {
		t.Errorf("asked %d times, waited %v; want one request and no wait", s.asked(), w.clock.slept)
	}
}

func TestRefusalDuringRetriesEndsThem(t *testing.T) {
	s, w := serve(t, answer{status: 500}, answer{status: 401, body: forbidden}), newWorld(t)
	m := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL})
	if e := failed(t, m, said("s0")); e.Status != 401 || e.Detail != "no such right (after 2 tries)" {
		t.Errorf("got %+v", e)
	}
	if e := failed(t, m, said("s1")); e.Detail != "not asked again after: no such right" || s.asked() != 2 {
		t.Errorf("got %+v after %d requests", e, s.asked())
	}
}
