package model

import (
	"context"
	"net/http"
	"os"
	"strings"
	"time"
	"unicode"

	"dialogo/bench"
)

// Calls makes, shares and keeps calls; [bench.CallStore] is one.
type Calls interface {
	// Do returns the call with this key, making it by call if it is not there.
	// Errors are not kept.
	Do(ctx context.Context, key bench.CallKey, call func(ctx context.Context) (bench.Call, error)) (bench.Call, error)
}

// Options are what models need from their surroundings. The zero value works: it
// keeps no calls.
type Options struct {
	// Calls keeps the calls; nil makes every call anew.
	Calls Calls
	// Env reads the environment; nil is os.Getenv.
	Env func(string) string
	// Tasks are the study's; simulated models start from their references.
	Tasks []bench.Task
	// Endpoints lets models at one service share what it teaches about load; nil
	// gives each model its own.
	Endpoints *Endpoints
	// Transport sends requests; nil is a transport of Endpoints.
	Transport http.RoundTripper
	// Now and Sleep are the clock for waits and log times; nil is the real one.
	// The time-out of a try always uses the real one.
	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error
}

// Open makes the model a spec names. What the spec or the environment gets wrong
// (unknown provider, missing key, bad URL, a folder that is no run) is a
// [*bench.UsageError]; nothing is asked of a service yet.
func Open(spec bench.ModelSpec, o Options) (bench.Model, error) {
	spec, o = spec.WithDefaults(), o.withDefaults()
	provider, name, err := splitName(spec.Name)
	if err != nil {
		return nil, err
	}
	switch provider {
	case "openai":
		return openOpenAI(name, spec, o)
	case "ollama":
		return openOllama(name, spec, o)
	case "sim":
		return openSim(name, spec, o)
	default:
		return openReplay(name, spec, o)
	}
}

// providers are the first parts of model names, in the order they are listed.
func providers() []string { return []string{"openai", "ollama", "sim", "replay"} }

// splitName takes a model's name apart at its first slash.
func splitName(full string) (provider, name string, err error) {
	known := strings.Join(providers(), ", ")
	if strings.ContainsFunc(full, func(r rune) bool { return unicode.IsControl(r) || r == unicode.ReplacementChar }) ||
		strings.TrimSpace(full) != full {
		return "", "", bench.Usagef("model name %q: it holds control characters, or white space at an end", full)
	}
	provider, name, slash := strings.Cut(full, "/")
	if !slash {
		return "", "", bench.Usagef("model name %q has no provider: write provider/name, e.g. openai/%s; providers are %s%s",
			full, full, known, meantSim(full))
	}
	for _, p := range providers() {
		if p == provider && name != "" {
			return provider, name, nil
		}
		if p == provider {
			return "", "", bench.Usagef("model name %q has nothing after the provider: write %s/NAME", full, p)
		}
	}
	return "", "", bench.Usagef("model name %q: unknown provider %q%s; providers are %s",
		full, provider, bench.DidYouMean(provider, providers()), known)
}

func (o Options) withDefaults() Options {
	if o.Calls == nil {
		o.Calls = unkept{}
	}
	if o.Env == nil {
		o.Env = os.Getenv
	}
	if o.Endpoints == nil {
		o.Endpoints = new(Endpoints)
	}
	if o.Transport == nil {
		o.Transport = o.Endpoints.sender()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return o
}

// unkept makes every call anew.
type unkept struct{}

func (unkept) Do(ctx context.Context, key bench.CallKey, call func(context.Context) (bench.Call, error)) (bench.Call, error) {
	c, err := call(ctx)
	if err != nil {
		return bench.Call{}, err
	}
	c.Hash, c.Key = key.Hash(), key
	return c, nil
}

// sleep waits for d or until ctx is done.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
