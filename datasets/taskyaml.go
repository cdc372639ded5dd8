package datasets

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"dialogo/bench"
	"dialogo/datasets/gosrc"

	"go.yaml.in/yaml/v3"
)

// taskYAML is what task.yaml holds.
type taskYAML struct {
	Title      string        `yaml:"title"`
	Signature  string        `yaml:"signature"`
	Difficulty string        `yaml:"difficulty"`
	Tags       []string      `yaml:"tags"`
	Compare    bench.Compare `yaml:"compare"`
}

// yaml reads task.yaml into the task; ok is false if there is no usable signature.
func (r *folderReader) yaml(t *bench.Task) (sig gosrc.Signature, ok bool) {
	text := r.text(yamlFile)
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		r.errorf(yamlFile, "%w", err)
		return sig, false
	}
	var y taskYAML
	if len(doc.Content) > 0 {
		r.yamlKeys(doc.Content[0], reflect.TypeFor[taskYAML]())
		if err := doc.Decode(&y); err != nil {
			r.errorf(yamlFile, "%w", err)
			return sig, false
		}
	}
	t.Title, t.Difficulty, t.Tags, t.Compare = y.Title, y.Difficulty, y.Tags, y.Compare
	if y.Signature == "" {
		r.errorf(yamlFile, "signature is missing: add e.g. signature: \"func Clamp(x, lo, hi int) int\"")
		return sig, false
	}
	sig, err := gosrc.ParseSignature(y.Signature)
	if err != nil {
		r.errorf(yamlFile, "signature: %w", err)
		return sig, false
	}
	t.Entry, t.Signature = sig.Name, sig.Text
	for _, field := range []struct{ name, value string }{{"title", y.Title}, {"difficulty", y.Difficulty}} {
		if field.value == "" {
			r.errorf(yamlFile, "%s must be given", field.name)
		}
	}
	return sig, true
}

// yamlKeys refuses keys that mean nothing, and names the nearest that does.
func (r *folderReader) yamlKeys(n *yaml.Node, t reflect.Type) {
	if n.Kind != yaml.MappingNode || t.Kind() != reflect.Struct {
		return // a wrong kind of value is Decode's to tell
	}
	known := map[string]reflect.Type{}
	var names []string
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		known[name] = f.Type
		names = append(names, name)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if ft, ok := known[key.Value]; ok {
			r.yamlKeys(n.Content[i+1], ft)
			continue
		}
		r.errorf(fmt.Sprintf("%s:%d", yamlFile, key.Line), "unknown key %q%s", key.Value, bench.DidYouMean(key.Value, names))
	}
}

// difficulties are the known ones, easiest first.
func difficulties() []string { return []string{"easy", "medium", "hard"} }

// checkCompare reports what is wrong with a comparison rule.
func checkCompare(c bench.Compare) error {
	rules := []string{"typed", "testify"}
	switch {
	case c.Rule != "" && !slices.Contains(rules, c.Rule):
		return fmt.Errorf("unknown rule %q%s; known are %s", c.Rule, bench.DidYouMean(c.Rule, rules), strings.Join(rules, ", "))
	case !(c.Tolerance >= 0) || math.IsInf(c.Tolerance, 0):
		return fmt.Errorf("tolerance %v is out of range: 0 (exact) or more", c.Tolerance)
	}
	return nil
}
