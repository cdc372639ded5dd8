package model_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"dialogo/bench"
	"dialogo/bench/model"
)

// Any server that speaks OpenAI's chat API is openai/NAME with its base_url.
func ExampleOpen() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"choices":[{"message":{"content":"func Add(a, b int) int { return a + b }"},"finish_reason":"stop"}]}`)
	}))
	defer server.Close()

	m, err := model.Open(bench.ModelSpec{Name: "openai/my-model", BaseURL: server.URL + "/v1"}, model.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	reply, err := m.Generate(context.Background(), bench.Conversation{
		Messages: []bench.Message{{Role: bench.User, Content: "Write func Add(a, b int) int."}},
		Purpose:  bench.Answer, Task: "add", Draw: "s0", Seed: 1,
	})
	fmt.Println(reply.Text, err)
	// Output: func Add(a, b int) int { return a + b } <nil>
}
