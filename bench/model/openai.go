package model

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/sashabaranov/go-openai"

	"dialogo/bench"
)

// openAI is the dialect of OpenAI's chat completions API and all that copy it.
type openAI struct {
	model string
	spec  bench.ModelSpec
	key   string
	// reasoning is set for OpenAI's own models that refuse max_tokens.
	reasoning bool
}

func openOpenAI(name string, spec bench.ModelSpec, o Options) (bench.Model, error) {
	base, err := openAIBase(spec, o.Env)
	if err != nil {
		return nil, err
	}
	key, err := openAIKey(spec, o.Env, isOpenAI(base))
	if err != nil {
		return nil, err
	}
	if err := noneOf(spec, spec.Extra, "messages", "model", "n", "stream"); err != nil {
		return nil, err
	}
	d := &openAI{model: name, spec: spec, key: key}
	if isOpenAI(base) {
		if err := d.adaptToReasoning(); err != nil {
			return nil, err
		}
	}
	return openService("openai", d, spec, below(base, "chat/completions"), key, o)
}

// openAIBase is the study's base_url, else OPENAI_BASE_URL, else OpenAI's own.
func openAIBase(spec bench.ModelSpec, env func(string) string) (*url.URL, error) {
	text, from := spec.BaseURL, "base_url"
	if text == "" {
		text, from = env("OPENAI_BASE_URL"), "OPENAI_BASE_URL"
	}
	if text == "" {
		text = "https://api.openai.com/v1"
	}
	u, err := parseBase(text)
	if err != nil {
		return nil, bench.Usagef("model %s: %s: %w", spec.Label(), from, err)
	}
	u.Path = strings.TrimSuffix(strings.TrimRight(u.Path, "/"), "/chat/completions")
	return u, nil
}

// openAIKey reads the API key. It may be missing at compatible servers, which
// often want none, but not where the study names its variable.
func openAIKey(spec bench.ModelSpec, env func(string) string, required bool) (string, error) {
	name := spec.APIKeyEnv
	if name == "" {
		name = "OPENAI_API_KEY"
	}
	key, err := readKey(spec, name, env)
	if err == nil && key == "" && (required || spec.APIKeyEnv != "") {
		err = bench.Usagef("model %s: no API key: set the environment variable %s", spec.Label(), name)
	}
	return key, err
}

func isOpenAI(u *url.URL) bool {
	h := strings.ToLower(u.Hostname())
	return h == "api.openai.com" || strings.HasSuffix(h, ".api.openai.com")
}

// adaptToReasoning asks the client whether it knows the model as one that takes
// neither max_tokens nor sampling parameters.
func (d *openAI) adaptToReasoning() error {
	v := openai.NewReasoningValidator()
	//lint:ignore SA1019 the deprecated field is what the question is about
	if v.Validate(openai.ChatCompletionRequest{Model: d.model, MaxTokens: 1}) == nil {
		return nil
	}
	d.reasoning = true
	err := v.Validate(openai.ChatCompletionRequest{Model: d.model,
		Temperature: float32(d.spec.Temperature), TopP: float32(d.spec.TopP)})
	if err != nil {
		return bench.Usagef("model %s: temperature or top_p: %w", d.spec.Label(), err)
	}
	return nil
}

func (d *openAI) body(c bench.Conversation) ([]byte, error) {
	n := seed(c)
	r := openai.ChatCompletionRequest{Model: d.model, Seed: &n}
	for _, m := range c.Messages {
		r.Messages = append(r.Messages, openai.ChatCompletionMessage{Role: string(m.Role), Content: m.Content})
	}
	f, err := fieldsOf(r)
	if err != nil {
		return nil, err
	}
	d.patch(f)
	return json.Marshal(f)
}

// patch adds what the client leaves out: a temperature of 0, empty contents, and
// fields it does not know. Most compatible servers know only max_tokens, which
// OpenAI calls deprecated.
func (d *openAI) patch(f fields) {
	if d.reasoning {
		f["max_completion_tokens"] = d.spec.MaxTokens
	} else {
		f["max_tokens"] = d.spec.MaxTokens
	}
	if !d.reasoning || d.spec.Temperature != 0 {
		f["temperature"] = d.spec.Temperature
	}
	if d.spec.TopP != 0 {
		f["top_p"] = d.spec.TopP
	}
	messages, _ := f["messages"].([]any)
	for _, m := range messages {
		if m, ok := m.(map[string]any); ok && m["content"] == nil {
			m["content"] = ""
		}
	}
	for name, value := range d.spec.Extra {
		f.set(name, value)
	}
}

func (d *openAI) ask(ctx context.Context, x *exchange) (reply, error) {
	config := openai.DefaultConfig(d.key)
	config.HTTPClient = x
	// The request is empty because x sends its own body: the client's checks of
	// model names are written for OpenAI's and do not hold for compatible servers.
	r, err := openai.NewClientWithConfig(config).CreateChatCompletion(ctx, openai.ChatCompletionRequest{})
	if err != nil {
		return reply{}, err
	}
	if len(r.Choices) == 0 {
		return reply{}, &failure{cause: "malformed", status: x.status, detail: "the reply has no choices: " + string(x.raw)}
	}
	choice := r.Choices[0]
	if choice.Message.Refusal != "" && choice.Message.Content == "" {
		return reply{}, &failure{cause: "refused", detail: "the model refused: " + choice.Message.Refusal}
	}
	usage := openAIUsage(x.raw)
	return reply{text: text(choice.Message), finish: string(choice.FinishReason), usage: usage}, dropped(x.body, x.raw, usage)
}

// text is a message's content; some servers send it in parts. Reasoning that came
// without an answer is no answer.
func text(m openai.ChatCompletionMessage) string {
	all := m.Content
	for _, p := range m.MultiContent {
		all += p.Text
	}
	return all
}

// openAIUsage reads the token counts anew, because the client cannot tell a
// missing count from 0.
func openAIUsage(raw []byte) bench.Usage {
	var r struct {
		Usage struct {
			Prompt     *int `json:"prompt_tokens"`
			Completion *int `json:"completion_tokens"`
		} `json:"usage"`
	}
	u := &r.Usage
	if json.Unmarshal(raw, &r) != nil || u.Prompt == nil || u.Completion == nil || *u.Prompt < 0 || *u.Completion < 0 {
		return bench.Usage{}
	}
	return bench.Usage{PromptTokens: *u.Prompt, CompletionTokens: *u.Completion, Known: true}
}
