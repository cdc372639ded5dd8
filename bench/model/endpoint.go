package model

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/time/rate"

	"dialogo/bench"
)

// Endpoints are the services in use: what each has taught about the load it
// bears, and the connections to them. The zero value is ready.
type Endpoints struct {
	mu    sync.Mutex
	gates map[string]*gate
	http  *http.Transport
}

// gate is the one of an endpoint, made when first asked for.
func (e *Endpoints) gate(u *url.URL) *gate {
	e.mu.Lock()
	defer e.mu.Unlock()
	name := u.Scheme + "://" + u.Host
	if e.gates == nil {
		e.gates = map[string]*gate{}
	}
	if e.gates[name] == nil {
		e.gates[name] = newGate()
	}
	return e.gates[name]
}

// sender is the transport all models share, so that connections are used again;
// the standard one keeps only two idle ones a host.
func (e *Endpoints) sender() *http.Transport {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.http == nil {
		e.http = http.DefaultTransport.(*http.Transport).Clone()
		e.http.MaxIdleConnsPerHost = 64
	}
	return e.http
}

// below is an address under a base. JoinPath makes a relative path of a base that
// has none, and servers refuse that.
func below(base *url.URL, path string) *url.URL {
	u := *base
	if u.Path == "" {
		u.Path = "/"
	}
	return u.JoinPath(path)
}

// openService puts a dialect behind a network link.
func openService(provider string, d dialect, spec bench.ModelSpec, endpoint *url.URL, key string, o Options) (bench.Model, error) {
	if _, err := d.body(bench.Conversation{}); err != nil {
		return nil, bench.Usagef("model %s: extra: %w", spec.Label(), err)
	}
	l := &link{
		endpoint: endpoint, public: public(endpoint), key: key, secrets: newSecrets(endpoint, key),
		client:  &http.Client{Transport: o.Transport, CheckRedirect: noRedirect},
		timeout: time.Duration(spec.Timeout), retries: spec.Retries,
		gate: o.Endpoints.gate(endpoint), now: o.Now, sleep: o.Sleep,
	}
	if spec.RPM > 0 {
		l.pace = rate.NewLimiter(rate.Limit(spec.RPM)/60, 1)
	}
	if spec.Concurrency > 0 {
		l.slots = make(chan struct{}, spec.Concurrency)
	}
	return &service{dialect: d, provider: provider, spec: spec, calls: o.Calls, link: l}, nil
}

// noRedirect keeps conversation and key from being sent on to another address.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// public is an address without user, password, query and fragment, any of which
// may hold a secret.
func public(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// parseBase reads an http or https URL. Its errors do not quote it: it may hold a
// password.
func parseBase(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil:
		var e *url.Error
		if errors.As(err, &e) {
			err = e.Err
		}
		return nil, fmt.Errorf("not a URL: %w", err)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("a URL must begin with http:// or https://, e.g. http://127.0.0.1:8000/v1")
	case u.Hostname() == "":
		return nil, fmt.Errorf("the URL has no host")
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// parseHost reads an address as Ollama does: host, host:port or a URL; empty is
// this machine. An address to listen at (0.0.0.0, ::) becomes one to ask.
func parseHost(text string) (*url.URL, error) {
	text = strings.TrimSpace(text)
	port := ""
	if !strings.Contains(text, "://") {
		if ip := net.ParseIP(text); ip != nil && ip.To4() == nil {
			text = "[" + text + "]"
		} else if text == "" || text[0] == ':' {
			text = "127.0.0.1" + text
		}
		text, port = "http://"+text, "11434"
	}
	u, err := parseBase(text)
	if err != nil {
		return nil, err
	}
	if p := u.Port(); p != "" {
		if n, err := strconv.Atoi(p); err != nil || n < 1 || n > 65535 {
			return nil, fmt.Errorf("port %s is out of range: 1 to 65535", p)
		}
		port = p
	}
	host := u.Hostname()
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
		if ip.To4() == nil {
			host = "::1"
		}
	}
	switch {
	case port != "":
		u.Host = net.JoinHostPort(host, port)
	case strings.Contains(host, ":"):
		u.Host = "[" + host + "]"
	default:
		u.Host = host
	}
	return u, nil
}

// readKey reads a key from the environment; white space around it is dropped.
func readKey(spec bench.ModelSpec, name string, env func(string) string) (string, error) {
	key := strings.TrimSpace(env(name))
	if strings.ContainsFunc(key, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsPrint(r) }) {
		return "", bench.Usagef("model %s: the key in the environment variable %s holds characters that no key has: set it again", spec.Label(), name)
	}
	return key, nil
}
