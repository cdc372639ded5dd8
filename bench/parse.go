package bench

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// ParseStudy reads a study. Unknown keys are errors that name the nearest known
// one; file is used in messages only. The result has its defaults filled in, but
// its preset is not yet expanded and its names of models, mixes and tasks are not
// yet looked up. All errors are [*UsageError].
func ParseStudy(data []byte, file string) (Study, error) { return parseStudy(data, file, Study.Check) }

// ParseConditions reads of a study what judging existing answers needs: dataset, limits
// and layers of the sandbox. It is [ParseStudy] for a study that may have no models.
func ParseConditions(data []byte, file string) (Study, error) {
	return parseStudy(data, file, Study.checkRanges)
}

func parseStudy(data []byte, file string, check func(Study) error) (Study, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return Study{}, Usagef("%s: %w", file, err)
	}
	var s Study
	if len(doc.Content) > 0 {
		if err := knownKeys(doc.Content[0], reflect.TypeFor[Study](), file); err != nil {
			return Study{}, err
		}
		if err := doc.Decode(&s); err != nil {
			return Study{}, Usagef("%s: %s", file, plainYAML(err))
		}
	}
	s = s.WithDefaults()
	if err := check(s); err != nil {
		return Study{}, Usagef("%s: %w", file, err)
	}
	return s, nil
}

// goTypes are the names of Go types in messages of the YAML package.
var goTypes = regexp.MustCompile(`into (\[\]\S+|\S+)`)

// plainYAML writes a YAML error without names of Go types.
func plainYAML(err error) string {
	text := goTypes.ReplaceAllStringFunc(err.Error(), func(s string) string {
		switch {
		case strings.HasPrefix(s, "into []"):
			return "into a list: write [" + "…]"
		case strings.Contains(s, "."):
			return "into a mapping of keys"
		case strings.Contains(s, "int"):
			return "into a whole number"
		case strings.Contains(s, "float"):
			return "into a number"
		case strings.Contains(s, "bool"):
			return "into true or false"
		}
		return s
	})
	return strings.ReplaceAll(strings.TrimPrefix(text, "yaml: "), "!!", "")
}

// UnmarshalYAML reads "1.5s" and the like; the error names the line.
func (d *Duration) UnmarshalYAML(n *yaml.Node) error {
	if err := d.UnmarshalText([]byte(n.Value)); err != nil {
		return fmt.Errorf("line %d: %q is no duration: write a number with its unit, e.g. 1.5s", n.Line, n.Value)
	}
	return nil
}

// YAML writes the study so that ParseStudy reads it back.
func (s Study) YAML() ([]byte, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	err := errors.Join(enc.Encode(s), enc.Close())
	return b.Bytes(), err
}

// UnmarshalYAML lets a model be written as its name alone.
func (m *ModelSpec) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&m.Name)
	}
	type plain ModelSpec // without this method
	return n.Decode((*plain)(m))
}

// knownKeys walks a YAML mapping beside the struct it will be decoded into.
func knownKeys(n *yaml.Node, t reflect.Type, file string) error {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case n.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for _, c := range n.Content {
			if err := knownKeys(c, t.Elem(), file); err != nil {
				return err
			}
		}
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Struct:
		fields := yamlFields(t)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			ft, ok := fields[key.Value]
			if !ok {
				return Usagef("%s:%d: unknown key %q%s; known are %s", file, key.Line, key.Value,
					DidYouMean(key.Value, keysOf(fields)), strings.Join(keysOf(fields), ", "))
			}
			if err := knownKeys(n.Content[i+1], ft, file); err != nil {
				return err
			}
			if err := checkNumber(key.Value, n.Content[i+1], ft, file); err != nil {
				return err
			}
		}
	}
	return nil
}

// maybeZero are the numbers for which 0 is a value and not a slip.
var maybeZero = []string{"limit", "temperature", "top_p", "retries", "concurrency", "rpm", "num_ctx", "max_errors"}

// checkNumber refuses a fraction where a whole number is meant, and an explicit 0
// which would otherwise be taken for "the default".
func checkNumber(key string, n *yaml.Node, t reflect.Type, file string) error {
	if n.Kind != yaml.ScalarNode {
		return nil
	}
	whole := t.Kind() == reflect.Int || t.Kind() == reflect.Uint64
	switch {
	case whole && n.Tag == "!!float":
		return Usagef("%s:%d: %s: %s is not a whole number", file, n.Line, key, n.Value)
	case (whole || t == reflect.TypeFor[Duration]()) && !slices.Contains(maybeZero, key) && strings.TrimRight(n.Value, "hmsµun") == "0":
		return Usagef("%s:%d: %s: 0 is out of range; leave it out for the default", file, n.Line, key)
	}
	return nil
}

func yamlFields(t reflect.Type) map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name != "" && name != "-" {
			m[name] = f.Type
		}
	}
	return m
}

func keysOf(m map[string]reflect.Type) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Check reports what is wrong with a study that has its defaults: values out of
// range, names used twice. It does not look up models, mixes or tasks.
func (s Study) Check() error {
	if len(s.Models) == 0 {
		return Usagef("no models: name at least one under 'models:'")
	}
	return s.checkRanges()
}

func (s Study) checkRanges() error {
	switch {
	case s.Turns < 1 || s.Turns > 100:
		return Usagef("turns: %d is out of range: 1 to 100, counting the first answer", s.Turns)
	case s.Samples < 1 || s.Samples > 10000:
		return Usagef("samples: %d is out of range: 1 to 10000", s.Samples)
	case s.Seed == 0:
		return Usagef("seed: 0 is out of range: 1 or more")
	case s.Tasks.Limit < 0:
		return Usagef("tasks.limit: %d is out of range: 0 (all) or more", s.Tasks.Limit)
	case !(s.MaxErrors >= 0 && s.MaxErrors <= 1):
		return Usagef("max_errors: %v is out of range: 0 to 1", s.MaxErrors)
	}
	if err := s.Limits.Check(); err != nil {
		return err
	}
	if err := oneOf("stop", s.Stop, StopSolved, StopVisible, StopNever); err != nil {
		return err
	}
	if err := oneOf("history", s.History, HistoryFull, HistoryLast); err != nil {
		return err
	}
	for _, l := range s.Sandbox {
		if err := oneOf("sandbox", l, Layers()...); err != nil {
			return err
		}
	}
	var labels []string
	for _, m := range s.Models {
		if err := m.check(); err != nil {
			return err
		}
		if slices.Contains(labels, m.Label()) {
			return Usagef("models: %q is there twice: tell them apart with 'as:'", m.Label())
		}
		labels = append(labels, m.Label())
	}
	if s.Critic != nil {
		return s.Critic.check()
	}
	return nil
}

// Check reports what is wrong with limits that have their defaults.
func (l Limits) Check() error {
	switch {
	case l.Compile < 0 || l.Case < 0 || l.OutputKB < 0:
		return Usagef("limits: must not be negative")
	case l.Compile < Duration(time.Second) || l.Case < Duration(time.Millisecond):
		return Usagef("limits: compile %v, case %v are out of range: at least 1s and 1ms", l.Compile, l.Case)
	case !(l.CaseFactor >= 1 && l.CaseFactor <= 1000):
		return Usagef("limits.case_factor: %v is out of range: 1 to 1000 times what the reference takes", l.CaseFactor)
	case l.MemoryMB < 64 || l.MemoryMB > 1<<20:
		return Usagef("limits.memory_mb: %d is out of range: 64 (a Go program needs about 50 to start) to %d", l.MemoryMB, 1<<20)
	case l.OutputKB > 1<<20:
		return Usagef("limits.output_kb: %d is out of range: 1 to %d", l.OutputKB, 1<<20)
	}
	return nil
}

func (m ModelSpec) check() error {
	switch {
	case m.Name == "":
		return Usagef("models: a model has no name")
	case m.Temperature < 0 || math.IsNaN(m.Temperature) || m.Temperature > 5:
		return Usagef("model %s: temperature %v is out of range: 0 to 5", m.Label(), m.Temperature)
	case m.TopP < 0 || m.TopP > 1 || math.IsNaN(m.TopP):
		return Usagef("model %s: top_p %v is out of range: 0 to 1", m.Label(), m.TopP)
	case m.MaxTokens < 1 || m.NumCtx < 0 || m.Concurrency < 0 || m.RPM < 0 || m.Timeout < 0 || m.Retries < -1:
		return Usagef("model %s: max_tokens, num_ctx, concurrency, rpm, timeout and retries must not be negative", m.Label())
	}
	return m.checkSecrets()
}

// checkSecrets refuses keys in places that are kept in the run folder.
func (m ModelSpec) checkSecrets() error {
	if u, err := url.Parse(m.BaseURL); err == nil && (u.User != nil || u.RawQuery != "") {
		return Usagef("model %s: base_url holds a user, a password or a query, which would be kept in the run folder: give the address alone, and the key in the environment (api_key_env)", m.Label())
	}
	for key := range m.Extra {
		if k := strings.ToLower(key); strings.Contains(k, "api_key") || strings.Contains(k, "apikey") || strings.Contains(k, "authorization") || strings.Contains(k, "password") {
			return Usagef("model %s: extra.%s would be kept in the run folder: give the key in the environment (api_key_env)", m.Label(), key)
		}
	}
	return nil
}

func oneOf[T ~string](field string, v T, known ...T) error {
	if slices.Contains(known, v) {
		return nil
	}
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	return Usagef("%s: unknown value %q%s; known are %s", field, v, DidYouMean(string(v), names), strings.Join(names, ", "))
}

// Extends lists in what a study differs from an earlier one other than by adding:
// more tasks, turns, samples, mixes or models. Empty means that a run of earlier
// can be gone on with under s.
func (s Study) Extends(earlier Study) []string {
	var diff []string
	changed := func(what string, was, is any) {
		if !reflect.DeepEqual(was, is) {
			diff = append(diff, fmt.Sprintf("  %s: was %v, is %v", what, was, is))
		}
	}
	changed("dataset", earlier.Dataset, s.Dataset)
	changed("stop", earlier.Stop, s.Stop)
	changed("history", earlier.History, s.History)
	changed("seed", earlier.Seed, s.Seed)
	changed("limits.compile", earlier.Limits.Compile, s.Limits.Compile)
	changed("limits.case", earlier.Limits.Case, s.Limits.Case)
	changed("limits.case_factor", earlier.Limits.CaseFactor, s.Limits.CaseFactor)
	changed("limits.memory_mb", earlier.Limits.MemoryMB, s.Limits.MemoryMB)
	changed("limits.output_kb", earlier.Limits.OutputKB, s.Limits.OutputKB)
	changed("sandbox", earlier.Sandbox, s.Sandbox)
	changed("repair_imports", earlier.RepairImports, s.RepairImports)
	changed("critic", specText(earlier.Critic), specText(s.Critic))
	if s.Turns < earlier.Turns {
		changed("turns", earlier.Turns, s.Turns)
	}
	if s.Samples < earlier.Samples {
		changed("samples", earlier.Samples, s.Samples)
	}
	for _, m := range earlier.Mixes {
		if !slices.Contains(s.Mixes, m) {
			diff = append(diff, fmt.Sprintf("  mixes: %q is gone", m))
		}
	}
	for _, m := range earlier.Models {
		i := slices.IndexFunc(s.Models, func(n ModelSpec) bool { return n.Label() == m.Label() })
		if i < 0 {
			diff = append(diff, fmt.Sprintf("  models: %q is gone", m.Label()))
		} else {
			changed("model "+m.Label(), specText(&m), specText(&s.Models[i]))
		}
	}
	return diff
}

// specText writes what of a model's settings bears on its replies.
func specText(m *ModelSpec) string {
	if m == nil {
		return "none"
	}
	return fmt.Sprintf("%s base_url=%q temperature=%v top_p=%v max_tokens=%d num_ctx=%d extra=%v",
		m.Name, m.BaseURL, m.Temperature, m.TopP, m.MaxTokens, m.NumCtx, m.Extra)
}

func joinLines(lines []string) string { return strings.Join(lines, "\n") }
