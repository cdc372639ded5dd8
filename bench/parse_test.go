package bench

import (
	"reflect"
	"strings"
	"testing"
)

const goodStudy = `
name: night
models:
  - sim/weak
  - name: openai/m
    as: mine
    base_url: http://localhost:1/v1
    temperature: 0.2
    timeout: 90s
mixes: [compile, compile+exec:full]
turns: 3
limits: {case: 2s}
`

func TestParseStudyReadsBackWhatItWrites(t *testing.T) {
	s, err := ParseStudy([]byte(goodStudy), "s.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if s.Models[0].Name != "sim/weak" || s.Models[1].Label() != "mine" || s.Stop != StopSolved || s.Limits.MemoryMB != 512 {
		t.Errorf("got %+v", s)
	}
	b, err := s.YAML()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseStudy(b, "again")
	if err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	if !reflect.DeepEqual(s, again) {
		t.Errorf("read back\n%+v\nwant\n%+v", again, s)
	}
}

func TestParseStudyRefuses(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"an unknown key", "models: [sim/weak]\nmixs: [compile]\n", `s.yaml:2: unknown key "mixs" (did you mean "mixes"?)`},
		{"an unknown key of a model", "models:\n  - name: a/b\n    temprature: 1\n", `s.yaml:3: unknown key "temprature" (did you mean "temperature"?)`},
		{"a stop rule", "models: [a/b]\nstop: solve\n", `unknown value "solve" (did you mean "solved"?)`},
		{"no models", "mixes: [compile]\n", "no models"},
		{"a model twice", "models: [a/b, a/b]\n", "there twice"},
		{"a wrong type", "models: [a/b]\nturns: many\n", "s.yaml: unmarshal errors:\n  line 2: cannot unmarshal str `many` into a whole number"},
		{"turns out of range", "models: [a/b]\nturns: 1000\n", "out of range"},
		{"a duration without a unit", "models: [a/b]\nlimits: {case: 3}\n", "line 2: \"3\" is no duration"},
		{"an explicit zero", "models: [a/b]\nturns: 0\n", "s.yaml:2: turns: 0 is out of range"},
		{"a zero limit", "models: [a/b]\nlimits: {case: 0s}\n", "s.yaml:2: case: 0 is out of range"},
		{"a fraction", "models: [a/b]\nsamples: 1.5\n", "s.yaml:2: samples: 1.5 is not a whole number"},
		{"too many samples", "models: [a/b]\nsamples: 9223372036854775807\n", "out of range"},
		{"too much memory", "models: [a/b]\nlimits: {memory_mb: 99999999999999}\n", "out of range"},
		{"one model that is no list", "models: sim/weak\n", "into a list"},
		{"a key in an address", "models: [{name: a/b, base_url: 'http://u:secret@h/v1'}]\n", "would be kept in the run folder"},
		{"a key in extra", "models: [{name: a/b, extra: {api_key: x}}]\n", "would be kept in the run folder"},
		{"broken YAML", "models: [a/b\n", "s.yaml: yaml: line"},
		{"a list where a study should be", "- a\n", "into a mapping of keys"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseStudy([]byte(tt.yaml), "s.yaml")
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestExtends(t *testing.T) {
	parse := func(yaml string) Study {
		s, err := ParseStudy([]byte(yaml), "s")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	was := parse(goodStudy)
	more := parse(strings.NewReplacer("turns: 3", "turns: 5", "[compile,", "[retry, compile,").Replace(goodStudy) + "samples: 2\n")
	if d := more.Extends(was); len(d) > 0 {
		t.Errorf("more of everything: %q", d)
	}
	if d := was.Extends(more); len(d) != 3 {
		t.Errorf("less turns, samples and mixes: %q", d)
	}
	slower := parse(strings.Replace(goodStudy, "case: 2s", "case: 3s", 1))
	if d := slower.Extends(was); len(d) != 1 || d[0] != "  limits.case: was 2s, is 3s" {
		t.Errorf("another limit: %q", d)
	}
	other := parse(strings.Replace(goodStudy, "0.2", "0.7", 1) + "seed: 2\n")
	if d := other.Extends(was); len(d) != 2 {
		t.Errorf("another seed and temperature: %q", d)
	}
}

func FuzzParseStudy(f *testing.F) {
	f.Add(goodStudy)
	f.Add("models: [a/b]\ncritic: {name: c/d, extra: {top_k: 3}}\n")
	f.Fuzz(func(t *testing.T, yaml string) {
		s, err := ParseStudy([]byte(yaml), "s")
		if err != nil {
			return
		}
		b, err := s.YAML()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseStudy(b, "again"); err != nil {
			t.Errorf("cannot read back: %v\n%s", err, b)
		}
	})
}

// Judging needs no models; what else is in a study is checked as ever.
func TestParseConditions(t *testing.T) {
	s, err := ParseConditions([]byte("dataset: d\nlimits: {memory_mb: 100}\nsandbox: [limits]"), "s.yaml")
	if err != nil || s.Dataset != "d" || s.Limits.MemoryMB != 100 || s.Limits.OutputKB != 256 || len(s.Sandbox) != 1 {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err := ParseConditions([]byte(goodStudy), "s.yaml"); err != nil || len(s.Models) != 2 {
		t.Errorf("a whole study: %+v, %v", s, err)
	}
	for yaml, want := range map[string]string{
		"limit: {}": "s.yaml:1: unknown key", "limits: {case_factor: 2000}": "case_factor: 2000 is out of range",
		"sandbox: [landlok]": `did you mean "landlock"?`, "models: [{as: x}]": "a model has no name",
	} {
		if _, err := ParseConditions([]byte(yaml), "s.yaml"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", yaml, err, want)
		}
	}
}
