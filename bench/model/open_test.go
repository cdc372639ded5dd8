package model_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/bench/model"
)

func TestSpecsThatCannotWorkAreUsageErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		spec bench.ModelSpec
		want string
	}{
		{"unknown provider", bench.ModelSpec{Name: "opanai/gpt-4o"}, `unknown provider "opanai" (did you mean "openai"?)`},
		{"no provider", bench.ModelSpec{Name: "gpt-4o"}, "write provider/name, e.g. openai/gpt-4o"},
		{"a simulated model without its provider", bench.ModelSpec{Name: "weak"}, `did you mean "sim/weak"?`},
		{"no name", bench.ModelSpec{Name: "ollama/"}, "write ollama/NAME"},
		{"nothing", bench.ModelSpec{}, "has no provider"},
		{"white space", bench.ModelSpec{Name: "openai/m "}, "white space"},
		{"a line break", bench.ModelSpec{Name: "openai/m\nx"}, "control characters"},
		{"unknown simulated model", bench.ModelSpec{Name: "sim/weka"}, `did you mean "sim/weak"?`},
		{"no such run", bench.ModelSpec{Name: "replay/no/such/run"}, "no/such/run holds no model calls"},
		{"a base URL without scheme", bench.ModelSpec{Name: "openai/m", BaseURL: "localhost:8000"}, "http:// or https://"},
		{"a base URL without host", bench.ModelSpec{Name: "openai/m", BaseURL: "http:///v1"}, "no host"},
		{"a base URL that is none", bench.ModelSpec{Name: "openai/m", BaseURL: "http://me:hunter22@[::1/v1"}, "base_url: not a URL"},
		{"a port that is none", bench.ModelSpec{Name: "ollama/m", BaseURL: "127.0.0.1:99999"}, "port 99999 is out of range"},
		{"the wrong API of Ollama", bench.ModelSpec{Name: "ollama/m", BaseURL: "http://127.0.0.1:11434/v1/"}, "leave /v1 out"},
		{"extra streams", bench.ModelSpec{Name: "openai/m", BaseURL: "http://h", Extra: map[string]any{"stream": true}}, `extra may not set "stream"`},
		{"extra truncates", bench.ModelSpec{Name: "ollama/m", Extra: map[string]any{"truncate": true}}, `extra may not set "truncate"`},
		{"extra hides the context", bench.ModelSpec{Name: "ollama/m", Extra: map[string]any{"options": map[string]any{"num_ctx": nil}}}, `extra may not set "num_ctx"`},
		{"extra is not JSON", bench.ModelSpec{Name: "openai/m", BaseURL: "http://h", Extra: map[string]any{"x": math.NaN()}}, "extra: "},
		{"a temperature a reasoning model refuses", bench.ModelSpec{Name: "openai/gpt-5-mini", Temperature: 0.5, APIKeyEnv: "KEY"}, "temperature or top_p"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.env["KEY"] = "sk-123456"
			_, err := model.Open(c.spec, w.options())
			var u *bench.UsageError
			if !errors.As(err, &u) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want a usage error with %q", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "hunter22") {
				t.Errorf("the error shows the password: %v", err)
			}
		})
	}
}

func TestZeroOptionsWork(t *testing.T) {
	s := serve(t, good("a"))
	m, err := model.Open(bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}, model.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // nothing is kept
		if got, err := m.Generate(t.Context(), said("s0")); err != nil || got.Text != "a" || len(got.Call) != 64 {
			t.Fatalf("got %+v, %v", got, err)
		}
	}
	if s.asked() != 2 {
		t.Errorf("asked %d times", s.asked())
	}
}

func TestSimulatedModelsAreKeptUnderTheirLabel(t *testing.T) {
	w := newWorld(t)
	o := w.options()
	o.Tasks = []bench.Task{{ID: "add", Entry: "Add", Signature: "func Add(a, b int) int", Reference: "func Add(a, b int) int { return a + b }",
		Cases: []bench.Case{{ID: "v1", Visible: true, Args: "1, 2", Want: "3"}}}}
	m, err := model.Open(bench.ModelSpec{Name: "sim/strong", As: "mine"}, o)
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Generate(t.Context(), said("s0"))
	if err != nil || !got.Simulated || got.Text == "" {
		t.Fatalf("got %+v, %v", got, err)
	}
	if c := w.call(t, got.Call); c.Model != "mine" || !c.Simulated {
		t.Errorf("kept %+v", c)
	}
	again, err := newWorld(t).open(t, bench.ModelSpec{Name: "replay/" + w.dir + "@mine"}).Generate(t.Context(), said("s0"))
	if err != nil || again.Text != got.Text || !again.Simulated {
		t.Errorf("replayed %+v, %v", again, err)
	}
}
