package model

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"dialogo/bench"
)

// fields is a JSON object to be patched. It is written with sorted keys, so equal
// requests are equal bytes.
type fields map[string]any

// fieldsOf reads back what a client would send.
func fieldsOf(request any) (fields, error) {
	b, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber() // a float64 would change large numbers
	var f fields
	return f, d.Decode(&f)
}

// set sets a field, or removes it when the value is nil (`extra: {seed: null}`).
func (f fields) set(name string, value any) {
	if value == nil {
		delete(f, name)
		return
	}
	f[name] = value
}

// noneOf refuses extra fields that would undo what this package relies on.
func noneOf(spec bench.ModelSpec, extra map[string]any, reserved ...string) error {
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		if slices.Contains(reserved, name) {
			return bench.Usagef("model %s: extra may not set %q; it may set any field but %s",
				spec.Label(), name, strings.Join(reserved, ", "))
		}
	}
	return nil
}
