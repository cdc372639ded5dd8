// Package model asks language models: services that speak OpenAI's chat API,
// Ollama servers, simulated models, and the calls of an earlier run.
//
// # Names
//
// A model is named provider/name, and [Open] turns a [bench.ModelSpec] into a
// [bench.Model]:
//
//	openai/gpt-4o-mini       OpenAI, or with base_url any server that speaks its API
//	ollama/qwen2.5-coder:7b  an Ollama server, through its native API
//	sim/strong               a simulated model, see the package sim
//	replay/runs/demo@label   the calls of an earlier run, of the model called label
//
// # One way for all calls
//
// A model writes the exact bytes of its request first. They, the endpoint and
// [bench.Conversation.Draw] are the call's identity ([bench.CallKey]), and the
// call is made inside [Calls].Do: equal calls are one call, and what was paid for
// is kept. Only good replies are kept. A reply that is empty, cut short or no
// reply at all is a [*bench.ServiceError], because scoring it as a wrong answer
// would blame the model for its service.
//
// # Why the clients do not write to the network themselves
//
// go-openai and ollama/api describe requests and replies, and know the paths. What
// they send and hide is not good enough for measuring, so each call gives them an
// exchange as their HTTP client, which sends our own body, retries, and keeps what
// came back:
//
//   - go-openai leaves out a temperature of 0 and the content of an empty message,
//     and cannot send fields it does not know. The body is patched before it is
//     sent, so 0 is sent as 0.
//   - go-openai takes a 200 reply that carries an error for a reply without
//     choices, loses Retry-After, and waits for ever. The exchange reads status,
//     headers and body itself, and bounds each try.
//   - Ollama by default drops the oldest messages, the task itself, when a
//     conversation is longer than its context. Every request names num_ctx and
//     says truncate:false and shift:false; such a conversation is then an error.
//     Ollama's /v1 cannot be told so: use ollama/ for Ollama. A reply from there
//     whose count of prompt tokens is impossibly small for its conversation is
//     refused as cut; a smaller loss goes unseen.
//   - Replies are not streamed: a stream that breaks off can look complete.
//
// OpenAI's own reasoning models refuse max_tokens and a temperature; for them, and
// only at OpenAI's own hosts, the bound is sent as max_completion_tokens and a
// temperature of 0 is left out.
//
// # Patience
//
// Tries that failed for a passing reason (408, 409, 429, 5xx, no connection, time
// out) are repeated, after the time the service asks for or else an exponential
// backoff. One that would fail again (400, 401, 403, 404, a conversation that is
// too long, a used-up quota) is not. A key, a right or a model that is missing (401,
// 403, 404) would fail every call alike: the model is not asked again by this
// process, except for a 403 that says it is about one conversation or about now, or
// is a page, as firewalls send for a text they do not like. Calls that are kept are
// still found. Two bounds hold calls back: the study's own
// (concurrency, rpm), and one an endpoint teaches by 429 and 503: additive
// increase, multiplicative decrease, shared by all models there ([Endpoints]).
// Jitter comes from the request's bytes, so that nothing here draws random numbers.
//
// # Secrets
//
// A key travels in a header, which is never kept. Should a service echo it, it is
// replaced by "[key]" before anything else sees the reply. Keys of less than seven
// characters are placeholders ("x", "EMPTY", "ollama") and not replaced.
package model
