package model

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/ollama/ollama/api"

	"dialogo/bench"
)

// defaultContext is num_ctx where the study names none, in tokens.
const defaultContext = 8192

// ollama is the dialect of Ollama's native chat API.
type ollama struct {
	model string
	spec  bench.ModelSpec
}

func openOllama(name string, spec bench.ModelSpec, o Options) (bench.Model, error) {
	base, err := ollamaBase(spec, o.Env)
	if err != nil {
		return nil, err
	}
	key := ""
	if spec.APIKeyEnv != "" {
		if key, err = openAIKey(spec, o.Env, true); err != nil {
			return nil, err
		}
	}
	reserved := []string{"messages", "model", "stream", "truncate", "shift", "num_ctx"}
	options, _ := spec.Extra["options"].(map[string]any)
	if err := cmp.Or(noneOf(spec, spec.Extra, reserved...), noneOf(spec, options, reserved...)); err != nil {
		return nil, err
	}
	return openService("ollama", &ollama{model: name, spec: spec}, spec, below(base, "api/chat"), key, o)
}

// ollamaBase is the study's base_url, else OLLAMA_HOST, else this machine.
func ollamaBase(spec bench.ModelSpec, env func(string) string) (*url.URL, error) {
	text, from := spec.BaseURL, "base_url"
	if text == "" {
		text, from = env("OLLAMA_HOST"), "OLLAMA_HOST"
	}
	u, err := parseHost(text)
	if err != nil {
		return nil, bench.Usagef("model %s: %s: %w", spec.Label(), from, err)
	}
	if strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/v1") {
		return nil, bench.Usagef("model %s: %s ends in /v1, but ollama/ speaks Ollama's native API: leave /v1 out, or name the model openai/…", spec.Label(), from)
	}
	return u, nil
}

func (d *ollama) body(c bench.Conversation) ([]byte, error) {
	no := false
	r := api.ChatRequest{Model: d.model, Stream: &no, Truncate: &no, Shift: &no, Options: map[string]any{
		"num_ctx":     cmp.Or(d.spec.NumCtx, defaultContext),
		"num_predict": d.spec.MaxTokens,
		"temperature": d.spec.Temperature,
		"seed":        seed(c),
	}}
	if d.spec.TopP != 0 {
		r.Options["top_p"] = d.spec.TopP
	}
	for _, m := range c.Messages {
		r.Messages = append(r.Messages, api.Message{Role: string(m.Role), Content: m.Content})
	}
	f, err := fieldsOf(r)
	if err != nil {
		return nil, err
	}
	d.patch(f)
	return json.Marshal(f)
}

// patch adds the study's extra fields: those of the request itself at its top, all
// others (top_k, min_p, …) among its options, where Ollama looks for them.
func (d *ollama) patch(f fields) {
	inner, _ := f["options"].(map[string]any)
	options := fields(inner)
	for name, value := range d.spec.Extra {
		switch name {
		case "format", "keep_alive", "think", "tools", "logprobs", "top_logprobs":
			f.set(name, value)
		case "options":
			more, _ := value.(map[string]any)
			for name, value := range more {
				options.set(name, value)
			}
		default:
			options.set(name, value)
		}
	}
}

func (d *ollama) ask(ctx context.Context, x *exchange) (reply, error) {
	// The exchange knows the endpoint. The client must not: at ollama.com it would
	// sign requests with a key from the home directory.
	client := api.NewClient(&url.URL{Scheme: "http", Host: "ollama"}, &http.Client{Transport: x})
	var last api.ChatResponse
	err := client.Chat(ctx, &api.ChatRequest{}, func(r api.ChatResponse) error {
		last = r
		return nil
	})
	if err != nil {
		return reply{}, d.advise(ctx, x, err)
	}
	if !last.Done {
		last.DoneReason = ""
	}
	return reply{text: last.Message.Content, finish: last.DoneReason, usage: ollamaUsage(last.Metrics)}, nil
}

// ollamaUsage reads the token counts, which Ollama leaves out where they are 0.
func ollamaUsage(m api.Metrics) bench.Usage {
	if m.PromptEvalCount <= 0 || m.EvalCount <= 0 {
		return bench.Usage{}
	}
	return bench.Usage{PromptTokens: m.PromptEvalCount, CompletionTokens: m.EvalCount, Known: true}
}
