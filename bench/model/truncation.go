package model

import (
	"encoding/json"
	"fmt"

	"dialogo/bench"
)

// dropped refuses a reply of Ollama's /v1 that was plainly not made from the whole
// conversation. That API cannot be told to refuse one that is too long; it drops
// the oldest messages, the task itself, without a word. What gives it away is a
// count of prompt tokens that no tokenizer reaches. Other services are not judged
// by their counts: some leave cached tokens out, some make them up.
func dropped(body, raw []byte, u bench.Usage) error {
	var from struct {
		Service string `json:"system_fingerprint"`
	}
	if json.Unmarshal(raw, &from) != nil || from.Service != "fp_ollama" || !u.Known {
		return nil
	}
	var asked struct {
		Messages []bench.Message `json:"messages"`
	}
	if json.Unmarshal(body, &asked) != nil || steps(asked.Messages) <= maxStepsPerToken*u.PromptTokens {
		return nil
	}
	return &failure{cause: "cut", detail: fmt.Sprintf("Ollama's /v1 read %d tokens of a conversation of %d bytes: it dropped its beginning; "+
		"name the model ollama/… with num_ctx, or raise the server's context length", u.PromptTokens, size(asked.Messages))}
}

// maxStepsPerToken is more than any tokenizer packs into a token on average: 3 to
// 5 bytes are usual for code and prose.
const maxStepsPerToken = 16

// steps counts the bytes of a conversation without repetitions of the one before,
// since tokenizers have tokens for long runs of spaces or dashes.
func steps(messages []bench.Message) int {
	n, last := 0, -1
	for _, m := range messages {
		for i := range len(m.Content) {
			if b := int(m.Content[i]); b != last {
				n, last = n+1, b
			}
		}
	}
	return n
}

func size(messages []bench.Message) int {
	n := 0
	for _, m := range messages {
		n += len(m.Content)
	}
	return n
}
