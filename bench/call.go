package bench

import (
	"encoding/json"
	"time"
)

// CallKey is the identity of a model call. Equal keys are one call: it is made
// once, kept under its hash, and shared by all episodes that ask for it.
type CallKey struct {
	// Provider is "openai", "ollama" or "sim".
	Provider string `json:"provider"`
	// URL is the endpoint without credentials; empty for simulated models.
	URL string `json:"url,omitempty"`
	// Request is the exact request body. It holds no secret: keys travel in headers.
	Request json.RawMessage `json:"request"`
	// Draw is [Conversation.Draw].
	Draw string `json:"draw"`
}

// Hash is the SHA-256 of the key in hex.
func (k CallKey) Hash() string { return hashJSON(k) }

// Call is one model call as kept in the run folder's calls/.
type Call struct {
	Hash string  `json:"hash"`
	Key  CallKey `json:"key"`
	// Model is the study's name of the model, Purpose why it was asked.
	Model   string  `json:"model"`
	Purpose Purpose `json:"purpose"`
	Task    string  `json:"task"`
	Turn    int     `json:"turn"`
	// Messages are the conversation as asked: what replay looks a reply up by.
	Messages []Message `json:"messages"`
	// Text is the reply. Response is the raw body it came in.
	Text         string          `json:"text"`
	FinishReason string          `json:"finish_reason,omitempty"`
	Response     json.RawMessage `json:"response,omitempty"`
	Usage        Usage           `json:"usage"`
	Simulated    bool            `json:"simulated,omitempty"`
	Started      time.Time       `json:"started"`
	DurationMS   float64         `json:"duration_ms"`
	// Attempts are all tries in order, the last of them the successful one.
	Attempts []Attempt `json:"attempts,omitempty"`
}

// Attempt is one try of a call over the network.
type Attempt struct {
	// Status is the HTTP status, 0 if the connection failed.
	Status int `json:"status,omitempty"`
	// Error is empty for the try that succeeded.
	Error string `json:"error,omitempty"`
	// WaitMS is how long was waited before the next try.
	WaitMS float64 `json:"wait_ms,omitempty"`
	// DurationMS is how long the try took.
	DurationMS float64 `json:"duration_ms"`
}
