package model

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortestSecret tells keys from placeholders such as "x", "EMPTY" or "ollama",
// whose replacement would garble replies and hide nothing.
const shortestSecret = 7

// longestDetail bounds a message, in characters.
const longestDetail = 300

// secrets are texts that must not be kept or shown, longest first.
type secrets []string

// newSecrets collects the key and what an address hides, each in the spellings a
// service may echo.
func newSecrets(u *url.URL, key string) secrets {
	plain := []string{key}
	if u.User != nil {
		password, _ := u.User.Password()
		plain = append(plain, password, base64.StdEncoding.EncodeToString([]byte(u.User.Username()+":"+password)))
	}
	for name, values := range u.Query() {
		if name != "api-version" { // Azure's, and no secret
			plain = append(plain, values...)
		}
	}
	var s secrets
	for _, p := range plain {
		if len(p) < shortestSecret {
			continue
		}
		quoted, _ := json.Marshal(p) // a string always marshals
		s = append(s, p, string(quoted[1:len(quoted)-1]), url.QueryEscape(p), url.PathEscape(p))
	}
	slices.SortFunc(s, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return slices.Compact(s)
}

// hide replaces every secret in a text.
func (s secrets) hide(text string) string {
	for _, secret := range s {
		text = strings.ReplaceAll(text, secret, "[key]")
	}
	return text
}

// hideJSON replaces secrets in a JSON text, also where escapes disguise them. A
// text without any stays as it is, byte for byte.
func (s secrets) hideJSON(raw []byte) []byte {
	if len(s) == 0 {
		return raw
	}
	raw = []byte(s.hide(string(raw)))
	if !bytes.ContainsRune(raw, '\\') {
		return raw
	}
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return raw
	}
	changed := false
	v = s.walk(v, &changed)
	if b, err := json.Marshal(v); err == nil && changed {
		return b
	}
	return raw
}

func (s secrets) walk(v any, changed *bool) any {
	switch v := v.(type) {
	case string:
		h := s.hide(v)
		*changed = *changed || h != v
		return h
	case []any:
		for i := range v {
			v[i] = s.walk(v[i], changed)
		}
	case map[string]any:
		o := make(map[string]any, len(v))
		for name, value := range v {
			o[s.walk(name, changed).(string)] = s.walk(value, changed)
		}
		return o
	}
	return v
}

// clean makes untrusted text fit for a message: no secret, no control or invisible
// character, one line, of bounded length.
func (s secrets) clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError:
			return -1
		}
		return r
	}, s.hide(text))
	text = s.hide(strings.Join(strings.Fields(text), " ")) // again: what was removed may have hidden one
	if utf8.RuneCountInString(text) > longestDetail {
		text = string([]rune(text)[:longestDetail]) + "…"
	}
	return text
}
