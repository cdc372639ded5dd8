// Package assert stands in for testify's where tests are to link with nothing but
// package testing. It has what the tests of HumanEval-X use, with testify's rule of
// equality. Only its source is used, as a part of another module.
package assert

import (
	"bytes"
	"reflect"
	"testing"
)

// Assertions make checks for one test.
type Assertions struct{ t *testing.T }

// New returns the assertions of a test.
func New(t *testing.T) *Assertions { return &Assertions{t} }

// Equal checks that two values are equal, see [Equal].
func (a *Assertions) Equal(want, got any, _ ...any) bool {
	a.t.Helper()
	return Equal(a.t, want, got)
}

// Equal checks that two values are of the same type and deeply equal; byte slices
// may differ in capacity only, and nil is not an empty one. A failed check lets the
// test go on.
func Equal(t *testing.T, want, got any, _ ...any) bool {
	t.Helper()
	if isFunc(want) || isFunc(got) {
		t.Errorf("cannot compare functions")
		return false
	}
	if !equal(want, got) {
		t.Errorf("want %#v, got %#v", want, got)
		return false
	}
	return true
}

func isFunc(v any) bool { return v != nil && reflect.TypeOf(v).Kind() == reflect.Func }

// equal is testify's ObjectsAreEqual.
func equal(want, got any) bool {
	w, ok := want.([]byte)
	if !ok {
		return reflect.DeepEqual(want, got)
	}
	g, ok := got.([]byte)
	if !ok || w == nil || g == nil {
		return ok && w == nil && g == nil
	}
	return bytes.Equal(w, g)
}
