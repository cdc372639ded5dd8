package model

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// failure is why one try, or a whole call, gave no usable reply.
type failure struct {
	cause  string // as in bench.ServiceError
	status int
	detail string // not yet cleaned
	advice string // goes right behind detail, as it is
	// again says that another try may go better, after wait at the least.
	again bool
	wait  time.Duration
	// overloaded says that the service wants fewer requests.
	overloaded bool
	// forAll says that every call of the model would be refused like this one.
	forAll bool
}

// Error implements error.
func (f *failure) Error() string {
	if f.status != 0 {
		return fmt.Sprintf("HTTP %d: %s", f.status, f.detail)
	}
	return f.detail
}

// unsent is the failure of a request that brought no whole reply.
func (l *link) unsent(err error, timedOut bool) *failure {
	if timedOut {
		return &failure{cause: "timeout", again: true, detail: fmt.Sprintf("no reply within %v", l.timeout)}
	}
	var e *url.Error // it quotes the address, which may hold a secret
	if errors.As(err, &e) {
		err = e.Err
	}
	var bad *tls.CertificateVerificationError
	return &failure{cause: "connection", again: !errors.As(err, &bad),
		detail: fmt.Sprintf("%v (is there a service at %s? check with: curl -i %s)", err, l.public, l.public)}
}

// refusal is the failure a whole reply amounts to, nil if the client should read it.
func refusal(status int, h http.Header, body []byte, now time.Time) *failure {
	said := complaintOf(body)
	switch {
	case status >= 300 && status < 400:
		return &failure{cause: "http", status: status, detail: "the service redirects: set base_url to its real address"}
	case status < 200 || status >= 300:
		return said.failure(status, h, now)
	case said.found: // OpenRouter reports errors of the service behind it like this
		f := said.failure(said.number, h, now)
		if f.status = status; f.cause == "http" {
			f.cause = "malformed"
		}
		f.detail, f.forAll = "the reply is an error: "+f.detail, false // the next may go to another service
		return f
	case !json.Valid(body):
		return &failure{cause: "malformed", status: status, detail: "the reply is not JSON: " + said.text}
	}
	return nil
}

// complaint is what an error body says.
type complaint struct {
	found  bool // it is an object with an error in it
	text   string
	code   string // all machine-readable words in it
	number int    // an HTTP status in the body
	page   bool   // it is an HTML page
}

// failure decides by a status and the complaint with it.
func (c complaint) failure(status int, h http.Header, now time.Time) *failure {
	f := &failure{cause: "http", status: status, detail: c.text}
	if strings.TrimSpace(f.detail) == "" {
		f.detail = http.StatusText(status)
	}
	if id := h.Get("X-Request-Id"); id != "" {
		f.detail += " (request " + id + ")"
	}
	switch {
	case c.has("content_filter", "content_policy_violation"):
		f.cause = "refused"
		return f
	case c.tooLong():
		f.detail = "the conversation is longer than the model's context: " + f.detail
		return f
	}
	f.forAll = c.forAll(status, h)
	if c.has("insufficient_quota", "billing_hard_limit_reached") || h.Get("X-Should-Retry") == "false" {
		return f
	}
	f.overloaded = status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable || status == 529
	f.again = f.overloaded || status == http.StatusRequestTimeout || status == http.StatusConflict || status >= 500
	if !f.again {
		return f
	}
	if f.wait = demanded(status, h, now); f.wait > longestWait {
		f.again = false
		f.detail = fmt.Sprintf("the service asks to wait %v, longer than the %v an episode is held: resume the run later: %s",
			f.wait.Round(time.Second), longestWait, f.detail)
	}
	return f
}

func (c complaint) has(codes ...string) bool {
	for _, code := range codes {
		if strings.Contains(c.code, code) {
			return true
		}
	}
	return false
}

// overlong matches the words services have for a conversation that does not fit.
var overlong = regexp.MustCompile(`(?i)maximum context length|context (length|window|size) (is |was )?exceeded|` +
	`exceeds? (the )?(available |maximum |model'?s? )*context|longer than the (maximum |model'?s? )*context|prompt is too long`)

func (c complaint) tooLong() bool {
	return c.has("context_length_exceeded", "exceed_context_size") || overlong.MatchString(c.text)
}

var title = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)

// complaintOf reads the error forms in use: {"error": {"message", "type", "code"}},
// {"error": "text"}, {"message": …}, {"detail": …}, an HTML page, plain text.
func complaintOf(body []byte) complaint {
	text := strings.TrimSpace(string(body))
	if strings.HasPrefix(text, "<") {
		if m := title.FindStringSubmatch(text); m != nil {
			text = m[1]
		}
		return complaint{text: "an HTML page: " + text, page: true}
	}
	if strings.HasPrefix(text, "data:") || strings.HasPrefix(text, "event:") {
		text = "a stream, though none was asked for: " + text
	}
	var o map[string]json.RawMessage
	if json.Unmarshal(body, &o) != nil {
		return complaint{text: text}
	}
	if e := string(o["error"]); e != "" && e != "null" && e != `""` && e != "false" {
		c := errorOf(o["error"])
		c.found = true
		return c
	}
	c := complaint{text: text}
	for _, name := range []string{"message", "detail"} {
		if s := word(o[name]); s != "" {
			c.text = s
		}
	}
	c.code = word(o["code"]) + " " + word(o["type"])
	return c
}

// errorOf reads the value of "error". Ollama's can be a text that is JSON itself.
func errorOf(e json.RawMessage) complaint {
	var s string
	if json.Unmarshal(e, &s) == nil {
		if inner := complaintOf([]byte(s)); inner.found {
			return inner
		}
		return complaint{text: s}
	}
	var o map[string]json.RawMessage
	if json.Unmarshal(e, &o) != nil {
		return complaint{text: string(e)}
	}
	c := complaint{text: word(o["message"]), code: word(o["code"]) + " " + word(o["type"])}
	c.number, _ = strconv.Atoi(word(o["code"]))
	if c.text == "" {
		c.text = string(e)
	}
	return c
}

// word is a JSON string or number as text, else empty.
func word(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		return n.String()
	}
	return ""
}
