package model

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ollama/ollama/api"

	"dialogo/bench"
)

const (
	// patienceForTags bounds the question for a server's models: an error that
	// comes late is worse than one without a suggestion.
	patienceForTags = 5 * time.Second
	// largestTags bounds its reply in bytes.
	largestTags = 4 << 20
)

// advise adds to the refusal of an unknown model which one may be meant, and how
// to get it. An x that was not sent has no status; its refusal was explained before.
func (d *ollama) advise(ctx context.Context, x *exchange, err error) error {
	var f *failure
	if !errors.As(err, &f) || !f.forAll || x.status != http.StatusNotFound {
		return err
	}
	advised := *f // others may read f already
	advised.advice = x.secrets.clean(bench.DidYouMean(d.model, d.others(ctx, x.link)))
	if advised.advice != "" {
		advised.advice = " " + advised.advice
	}
	advised.advice += fmt.Sprintf("; to get it: `ollama pull %s`", d.model)
	x.standing.explain(&advised)
	return &advised
}

// others are the server's models by the names a study would use, none if it does
// not tell. Where the study names no tag, Ollama means "latest", so that is left out.
func (d *ollama) others(ctx context.Context, l *link) []string {
	ctx, cancel := context.WithTimeout(ctx, patienceForTags)
	defer cancel()
	client := api.NewClient(&url.URL{Scheme: "http", Host: "ollama"}, &http.Client{Transport: tags{l}})
	list, err := client.List(ctx)
	if err != nil {
		return nil
	}
	var names []string
	for _, m := range list.Models {
		name := m.Name
		if !strings.Contains(d.model, ":") {
			name = strings.TrimSuffix(name, ":latest")
		}
		if name != "" && name != d.model {
			names = append(names, name)
		}
	}
	return names
}

// tags sends the question for a server's models there, with the model's own key:
// as for calls, the client itself must not know the address.
type tags struct{ *link }

// RoundTrip implements http.RoundTripper.
func (t tags) RoundTrip(r *http.Request) (*http.Response, error) {
	u := t.endpoint.JoinPath("../tags")
	ask := (&http.Request{Method: http.MethodGet, URL: u, Host: u.Host,
		Header: http.Header{"Accept": {"application/json"}, "User-Agent": {"dialogo"}}}).WithContext(r.Context())
	if t.key != "" {
		ask.Header.Set("Authorization", "Bearer "+t.key)
	}
	resp, err := t.client.Do(ask)
	if err != nil {
		return nil, err
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, largestTags), resp.Body}
	return resp, nil
}
