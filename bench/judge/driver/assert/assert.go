// Package assert stands in for github.com/stretchr/testify/assert in test code
// that runs beside an answer. It has the assertions that datasets use, with
// testify's meaning, and reports each completed check to the judge.
package assert

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
)

// TestingT is the test's handle.
type TestingT interface {
	Errorf(format string, args ...any)
}

// Assertions holds a test's handle.
type Assertions struct{ t TestingT }

// New makes assertions for a test.
func New(t TestingT) *Assertions { return &Assertions{t} }

// report tells the judge of a completed check.
func report(t TestingT, ok bool, message string, values ...any) bool {
	if c, is := t.(interface {
		Check(ok bool, message string, values ...any)
	}); is {
		c.Check(ok, message, values...)
	} else if !ok {
		t.Errorf("%s", message)
	}
	return ok
}

// ObjectsAreEqual is testify's: reflect.DeepEqual, and bytes.Equal for bytes.
func ObjectsAreEqual(expected, actual any) bool {
	if expected == nil || actual == nil {
		return expected == actual
	}
	exp, ok := expected.([]byte)
	if !ok {
		return reflect.DeepEqual(expected, actual)
	}
	act, ok := actual.([]byte)
	if !ok {
		return false
	}
	if exp == nil || act == nil {
		return exp == nil && act == nil
	}
	return bytes.Equal(exp, act)
}

// ObjectsAreEqualValues is testify's: equal, or equal after a conversion that
// loses nothing.
func ObjectsAreEqualValues(expected, actual any) bool {
	if ObjectsAreEqual(expected, actual) {
		return true
	}
	e, a := reflect.ValueOf(expected), reflect.ValueOf(actual)
	if !e.IsValid() || !a.IsValid() || !e.Type().ConvertibleTo(a.Type()) || !a.Type().ConvertibleTo(e.Type()) {
		return false
	}
	if !isNumber(e) || !isNumber(a) {
		return reflect.DeepEqual(e.Convert(a.Type()).Interface(), actual)
	}
	if e.Type().Size() >= a.Type().Size() {
		return a.Convert(e.Type()).Interface() == expected
	}
	return e.Convert(a.Type()).Interface() == actual
}

func isNumber(v reflect.Value) bool { return v.Kind() >= reflect.Int && v.Kind() <= reflect.Complex128 }

func isNil(v any) bool {
	if v == nil {
		return true
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Chan, reflect.Func, reflect.Map, reflect.Pointer, reflect.Interface, reflect.Slice, reflect.UnsafePointer:
		return r.IsNil()
	}
	return false
}

func isEmpty(v any) bool {
	if v == nil {
		return true
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Chan, reflect.Map, reflect.Slice:
		return r.Len() == 0
	case reflect.Pointer:
		return r.IsNil() || isEmpty(r.Elem().Interface())
	default:
		return reflect.DeepEqual(v, reflect.Zero(r.Type()).Interface())
	}
}

func toFloat(v any) (float64, bool) {
	switch r := reflect.ValueOf(v); {
	case !r.IsValid():
		return 0, false
	case r.CanInt():
		return float64(r.Int()), true
	case r.CanUint():
		return float64(r.Uint()), true
	case r.CanFloat():
		return r.Float(), true
	}
	return 0, false
}

// compare orders two values of one ordered type.
func compare(a, b any) (int, bool) {
	if s, ok := a.(string); ok {
		t, ok := b.(string)
		return strings.Compare(s, t), ok
	}
	x, ok1 := toFloat(a)
	y, ok2 := toFloat(b)
	if !ok1 || !ok2 || reflect.TypeOf(a) != reflect.TypeOf(b) {
		return 0, false
	}
	switch {
	case x < y:
		return -1, true
	case x > y:
		return 1, true
	}
	return 0, true
}

// Equal asserts that two objects are equal.
func Equal(t TestingT, expected, actual any, _ ...any) bool {
	return report(t, ObjectsAreEqual(expected, actual), "not equal", expected, actual)
}

// NotEqual asserts that two objects differ.
func NotEqual(t TestingT, expected, actual any, _ ...any) bool {
	return report(t, !ObjectsAreEqual(expected, actual), "should differ", expected, actual)
}

// EqualValues asserts that two objects are equal or convertible to equal ones.
func EqualValues(t TestingT, expected, actual any, _ ...any) bool {
	return report(t, ObjectsAreEqualValues(expected, actual), "not equal", expected, actual)
}

// True asserts that value is true.
func True(t TestingT, value bool, _ ...any) bool { return report(t, value, "should be true") }

// False asserts that value is false.
func False(t TestingT, value bool, _ ...any) bool { return report(t, !value, "should be false") }

// Nil asserts that an object is nil.
func Nil(t TestingT, object any, _ ...any) bool {
	return report(t, isNil(object), "should be nil", nil, object)
}

// NotNil asserts that an object is not nil.
func NotNil(t TestingT, object any, _ ...any) bool {
	return report(t, !isNil(object), "should not be nil")
}

// NoError asserts that err is nil.
func NoError(t TestingT, err error, _ ...any) bool {
	return report(t, err == nil, "unexpected error", nil, err)
}

// Error asserts that err is not nil.
func Error(t TestingT, err error, _ ...any) bool {
	return report(t, err != nil, "an error is expected")
}

// ErrorIs asserts that errors.Is holds.
func ErrorIs(t TestingT, err, target error, _ ...any) bool {
	return report(t, errors.Is(err, target), "another error is expected", target, err)
}

// EqualError asserts that err is not nil and has this text.
func EqualError(t TestingT, err error, text string, _ ...any) bool {
	return report(t, err != nil && err.Error() == text, "another error is expected", text, err)
}

// InDelta asserts that two numbers are within delta of each other.
func InDelta(t TestingT, expected, actual any, delta float64, _ ...any) bool {
	e, ok1 := toFloat(expected)
	a, ok2 := toFloat(actual)
	ok := ok1 && ok2 && (math.IsNaN(e) && math.IsNaN(a) || math.Abs(e-a) <= delta)
	return report(t, ok, fmt.Sprintf("not within %v", delta), expected, actual)
}

// Len asserts that an object has this length.
func Len(t TestingT, object any, length int, _ ...any) (ok bool) {
	got := -1
	switch r := reflect.ValueOf(object); r.Kind() {
	case reflect.Array, reflect.Chan, reflect.Map, reflect.Slice, reflect.String:
		got = r.Len()
	}
	return report(t, got == length, "another length is expected", length, got)
}

// Empty asserts that an object is the zero value or has no elements.
func Empty(t TestingT, object any, _ ...any) bool {
	return report(t, isEmpty(object), "should be empty")
}

// NotEmpty asserts the opposite of Empty.
func NotEmpty(t TestingT, object any, _ ...any) bool {
	return report(t, !isEmpty(object), "should not be empty")
}

// Zero asserts that an object is its type's zero value.
func Zero(t TestingT, object any, _ ...any) bool {
	ok := object == nil || reflect.DeepEqual(object, reflect.Zero(reflect.TypeOf(object)).Interface())
	return report(t, ok, "should be zero")
}

// contains looks for an element, substring or key.
func contains(list, element any) bool {
	r := reflect.ValueOf(list)
	switch r.Kind() {
	case reflect.String:
		s, ok := element.(string)
		return ok && strings.Contains(r.String(), s)
	case reflect.Map:
		for _, k := range r.MapKeys() {
			if ObjectsAreEqual(k.Interface(), element) {
				return true
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range r.Len() {
			if ObjectsAreEqual(r.Index(i).Interface(), element) {
				return true
			}
		}
	}
	return false
}

// Contains asserts that a string, list or map contains an element.
func Contains(t TestingT, list, element any, _ ...any) bool {
	return report(t, contains(list, element), "element is missing", element, list)
}

// NotContains asserts the opposite of Contains.
func NotContains(t TestingT, list, element any, _ ...any) bool {
	return report(t, !contains(list, element), "element should be missing", element, list)
}

// ElementsMatch asserts that two lists have the same elements in any order.
func ElementsMatch(t TestingT, listA, listB any, _ ...any) bool {
	return report(t, isEmpty(listA) && isEmpty(listB) || sameElements(listA, listB), "other elements are expected", listA, listB)
}

func sameElements(listA, listB any) bool {
	a, b := reflect.ValueOf(listA), reflect.ValueOf(listB)
	isList := func(v reflect.Value) bool { return v.Kind() == reflect.Slice || v.Kind() == reflect.Array }
	if !isList(a) || !isList(b) || a.Len() != b.Len() {
		return false
	}
	used := make([]bool, b.Len())
next:
	for i := range a.Len() {
		for j := range b.Len() {
			if !used[j] && ObjectsAreEqual(a.Index(i).Interface(), b.Index(j).Interface()) {
				used[j] = true
				continue next
			}
		}
		return false
	}
	return true
}

// Greater asserts that a > b.
func Greater(t TestingT, a, b any, _ ...any) bool {
	c, ok := compare(a, b)
	return report(t, ok && c > 0, "should be greater", b, a)
}

// GreaterOrEqual asserts that a ≥ b.
func GreaterOrEqual(t TestingT, a, b any, _ ...any) bool {
	c, ok := compare(a, b)
	return report(t, ok && c >= 0, "should not be less", b, a)
}

// Less asserts that a < b.
func Less(t TestingT, a, b any, _ ...any) bool {
	c, ok := compare(a, b)
	return report(t, ok && c < 0, "should be less", b, a)
}

// LessOrEqual asserts that a ≤ b.
func LessOrEqual(t TestingT, a, b any, _ ...any) bool {
	c, ok := compare(a, b)
	return report(t, ok && c <= 0, "should not be greater", b, a)
}

func panics(f func()) (did bool) {
	did = true
	defer func() { recover() }()
	f()
	return false
}

// Panics asserts that f panics.
func Panics(t TestingT, f func(), _ ...any) bool { return report(t, panics(f), "should panic") }

// NotPanics asserts that f does not panic.
func NotPanics(t TestingT, f func(), _ ...any) bool {
	return report(t, !panics(f), "should not panic")
}

// Fail reports a failed check.
func Fail(t TestingT, message string, _ ...any) bool { return report(t, false, message) }
