package model_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"dialogo/bench"
)

// escaped spells a text by \u escapes.
func escaped(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(`\u00` + string("0123456789abcdef"[r>>4]) + string("0123456789abcdef"[r&15]))
	}
	return b.String()
}

func TestEchoedKeyIsNeverKeptOrShown(t *testing.T) {
	const key = `sk-s"ecret/123`
	quoted := strings.ReplaceAll(key, `"`, `\"`)
	reply := func(content string) string {
		return `{"choices":[{"message":{"content":"your key is ` + content + `"},"finish_reason":"stop"}],"` + content + `":1}`
	}
	for _, c := range []struct{ name, echo string }{
		{"as it is", quoted}, {"escaped", escaped(key)}, {"half escaped", `sk-s\"ecret\/1\u0032` + "3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, answer{status: 500, body: "bad key " + key}, answer{status: 500, body: `{"error":{"message":"` + c.echo + `"}}`},
				answer{body: reply(c.echo)})
			w := newWorld(t)
			w.env["OPENAI_API_KEY"] = key
			spec := bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}
			got, err := w.open(t, spec).Generate(t.Context(), said("s0"))
			if err != nil {
				t.Fatal(err)
			}
			if got.Text != "your key is [key]" {
				t.Errorf("text %q", got.Text)
			}
			noSecretBelow(t, w.dir, "ecret")
			for _, a := range w.call(t, got.Call).Attempts[:2] {
				if !strings.HasSuffix(a.Error, "[key]") {
					t.Errorf("attempt %+v", a)
				}
			}
			s2 := serve(t, answer{status: 401, body: `{"error":{"message":"Incorrect API key provided: ` + c.echo + `"}}`})
			spec.BaseURL = s2.URL
			if e := failed(t, w.open(t, spec), said("s0")); e.Detail != "Incorrect API key provided: [key]" {
				t.Errorf("detail %q", e.Detail)
			}
		})
	}
}

func TestSecretsOfTheAddressAreNotShown(t *testing.T) {
	s := serve(t, answer{status: 400, body: "hunter22 token-77 bWU6aHVudGVyMjI= 2024-10-21"})
	w := newWorld(t)
	base := strings.Replace(s.URL, "://", "://me:hunter22@", 1) + "?code=token-77&api-version=2024-10-21"
	if e := failed(t, w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: base}), said("s0")); e.Detail != "[key] [key] [key] 2024-10-21" {
		t.Errorf("detail %q", e.Detail)
	}
}

func TestKeyBrokenUpByInvisibleCharactersIsNotShown(t *testing.T) {
	s, w := serve(t, answer{status: 401, body: "no: sk-12\u200b34\x00567"}), newWorld(t)
	w.env["OPENAI_API_KEY"] = "sk-1234567"
	if e := failed(t, w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}), said("s0")); e.Detail != "no: [key]" {
		t.Errorf("detail %q", e.Detail)
	}
}

func TestPlaceholderKeysDoNotGarbleReplies(t *testing.T) {
	s, w := serve(t, good("x := EMPTY // ollama")), newWorld(t)
	for _, key := range []string{"x", "EMPTY", "ollama"} {
		w.env["OPENAI_API_KEY"] = key
		got, err := w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}).Generate(t.Context(), said(key))
		if err != nil || got.Text != "x := EMPTY // ollama" {
			t.Errorf("with key %q: %q, %v", key, got.Text, err)
		}
	}
}

func TestKeyIsNotSentOnByRedirects(t *testing.T) {
	other := serve(t, good("a"))
	s := serve(t, answer{status: 307, header: map[string]string{"Location": other.URL}})
	w := newWorld(t)
	w.env["OPENAI_API_KEY"] = "sk-1234567"
	if e := failed(t, w.open(t, bench.ModelSpec{Name: "openai/m", BaseURL: s.URL}), said("s0")); !strings.Contains(e.Detail, "redirects") || other.asked() != 0 {
		t.Errorf("got %+v; the other server was asked %d times", e, other.asked())
	}
}

// noSecretBelow looks into every file of a folder, which must have some.
func noSecretBelow(t *testing.T, dir, secret string) {
	t.Helper()
	seen := 0
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(os.DirFS(dir), path)
		seen++
		if strings.Contains(string(b), secret) {
			t.Errorf("%s holds the secret: %s", path, b)
		}
		return err
	})
	if err != nil || seen == 0 {
		t.Errorf("looked into %d files, %v", seen, err)
	}
}
