package model_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"dialogo/bench"
	"dialogo/bench/benchtest"
)

// realOllama is the address of a running Ollama server with two tiny models:
// tiny-script gives a wrong answer to conversations of at most two messages and a
// right one to longer ones, tiny-rand babbles in a context of 512 tokens.
func realOllama(t *testing.T) string {
	t.Helper()
	u := os.Getenv("DIALOGO_OLLAMA")
	benchtest.Need(t, u != "", "a running Ollama server with the models tiny-script and tiny-rand; set DIALOGO_OLLAMA to its address")
	return strings.TrimRight(u, "/")
}

// add is the conversation about a task add, at turn 0 or, after a reply, turn 1.
func add(replies ...string) bench.Conversation {
	c := bench.Conversation{Purpose: bench.Answer, Task: "add", Turn: len(replies), Draw: "s0", Seed: 1, Messages: []bench.Message{
		{Role: bench.System, Content: "You are an expert Go programmer. Reply with one fenced block."},
		{Role: bench.User, Content: "Write func add(a int, b int) int, which returns the sum."},
	}}
	for _, r := range replies {
		c.Messages = append(c.Messages, bench.Message{Role: bench.Assistant, Content: r},
			bench.Message{Role: bench.User, Content: "add(1, 2): expected 3, got -1. Correct the code."})
	}
	return c
}

func TestRealOllamaAnswersTwoTurns(t *testing.T) {
	u := realOllama(t)
	for _, spec := range []bench.ModelSpec{{Name: "ollama/tiny-script", BaseURL: u}, {Name: "openai/tiny-script", BaseURL: u + "/v1"}} {
		t.Run(spec.Name, func(t *testing.T) {
			w := newWorld(t)
			m := w.open(t, spec)
			first, err := m.Generate(t.Context(), add())
			if err != nil || !strings.Contains(first.Text, "return a - b") {
				t.Fatalf("turn 0: %+v, %v", first, err)
			}
			second, err := m.Generate(t.Context(), add(first.Text))
			if err != nil || !strings.Contains(second.Text, "return a + b") {
				t.Fatalf("turn 1: %+v, %v", second, err)
			}
			for _, got := range []bench.Completion{first, second} {
				if k := w.call(t, got.Call); k.FinishReason != "stop" || !k.Usage.Known || k.Usage.PromptTokens == 0 || k.Simulated {
					t.Errorf("kept %+v", k)
				}
			}
			// An empty reply in the middle must not change the number of messages.
			if got, err := m.Generate(t.Context(), add("")); err != nil || !strings.Contains(got.Text, "return a + b") {
				t.Errorf("after an empty reply: %+v, %v", got, err)
			}
		})
	}
}

func TestRealOllamaNeverShortensAConversation(t *testing.T) {
	u := realOllama(t)
	long := add()
	long.Messages[1].Content = strings.Repeat("hello ", 3000)
	endless := add() // tiny-rand finds no end to this one
	endless.Messages = []bench.Message{{Role: bench.User, Content: strings.Repeat("hello ", 50)}}
	for _, c := range []struct {
		spec          bench.ModelSpec
		conv          bench.Conversation
		cause, detail string
	}{
		{bench.ModelSpec{Name: "ollama/tiny-rand", BaseURL: u, NumCtx: 512, MaxTokens: 20}, long, "http", "the conversation is longer than the model's context"},
		{bench.ModelSpec{Name: "ollama/tiny-rand", BaseURL: u, NumCtx: 512, MaxTokens: 3}, add(), "cut", "limit of tokens"},
		{bench.ModelSpec{Name: "ollama/tiny-rand", BaseURL: u, NumCtx: 512, MaxTokens: 5000}, endless, "cut", "limit of tokens"},
		{bench.ModelSpec{Name: "openai/tiny-rand", BaseURL: u + "/v1", MaxTokens: 3}, add(), "cut", "limit of tokens"},
		{bench.ModelSpec{Name: "openai/tiny-rand", BaseURL: u + "/v1", MaxTokens: 64}, long, "cut", ""},
		{bench.ModelSpec{Name: "ollama/no-such-model", BaseURL: u}, add(), "http", "not found; to get it: `ollama pull no-such-model`"},
		{bench.ModelSpec{Name: "ollama/tiny-scrip", BaseURL: u}, add(), "http", "not found (did you mean \"tiny-script\"?); to get it: `ollama pull tiny-scrip`"},
		{bench.ModelSpec{Name: "ollama/tiny-rand:7b", BaseURL: u}, add(), "http", "(did you mean \"tiny-rand:latest\"?)"},
		{bench.ModelSpec{Name: "openai/no-such-model", BaseURL: u + "/v1"}, add(), "http", "not found"},
	} {
		w := newWorld(t)
		if e := failed(t, w.open(t, c.spec), c.conv); e.Cause != c.cause || !strings.Contains(e.Detail, c.detail) || len(w.clock.slept) != 0 {
			t.Errorf("%s, %d tokens at most: got %+v after waits %v; want cause %s and %q", c.spec.Name, c.spec.MaxTokens, e, w.clock.slept, c.cause, c.detail)
		}
	}
}

func TestRealOllamaUnderLoad(t *testing.T) {
	u := realOllama(t)
	m := newWorld(t).open(t, bench.ModelSpec{Name: "ollama/tiny-script", BaseURL: u, Concurrency: 4})
	var all sync.WaitGroup
	errs := make([]error, 12)
	for i := range errs {
		all.Go(func() {
			c := add()
			c.Draw = fmt.Sprint("s", i)
			got, err := m.Generate(t.Context(), c)
			if err == nil && !strings.Contains(got.Text, "return a - b") {
				err = fmt.Errorf("reply %q", got.Text)
			}
			errs[i] = err
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
}
