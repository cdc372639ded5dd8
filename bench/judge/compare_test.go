package judge

import (
	"math"
	"os"
	"reflect"
	"testing"

	"dialogo/bench"
	"dialogo/bench/judge/driver"
)

// encoded encodes values as a program under test would; nil pointers to errors are
// kept as errors.
func encoded(t testing.TB, sentinels []error, pointers ...any) []value {
	t.Helper()
	data, ok := driver.Encode(1<<20, sentinels, pointers)
	if !ok {
		t.Fatal("too large")
	}
	vs, err := decodeValues(data)
	if err != nil {
		t.Fatal(err)
	}
	return vs
}

// one encodes a variable of a static type.
func one[T any](t testing.TB, v T) []value { return encoded(t, []error{os.ErrExist, os.ErrClosed}, &v) }

type named struct {
	A int
	b []string
}

type pathError struct{ err error }

func (p pathError) Error() string { return "path: " + p.err.Error() }
func (p pathError) Unwrap() error { return p.err }

func TestCompare(t *testing.T) {
	typed, testify := bench.Compare{}, bench.Compare{Rule: "testify"}
	near := bench.Compare{Tolerance: 1e-6}
	unordered := bench.Compare{Unordered: true}
	nan, inf, negZero := math.NaN(), math.Inf(1), math.Copysign(0, -1)
	tests := []struct {
		name      string
		rule      bench.Compare
		want, got []value
		equal     bool
	}{
		{"integers", typed, one(t, 3), one(t, 3), true},
		{"other integers", typed, one(t, 3), one(t, 4), false},
		{"strings", typed, one(t, "a"), one(t, "a"), true},
		{"nil and empty slice", typed, one(t, []int(nil)), one(t, []int{}), true},
		{"nil and empty slice, testify", testify, one(t, []int(nil)), one(t, []int{}), false},
		{"nil and empty map", typed, one(t, map[int]int(nil)), one(t, map[int]int{}), true},
		{"nil and empty inside", typed, one(t, [][]int{nil}), one(t, [][]int{{}}), true},
		{"nil and non-empty", typed, one(t, []int(nil)), one(t, []int{0}), false},
		{"nil and a pointer", typed, one(t, (*int)(nil)), one(t, new(int)), false},
		{"pointers compare what they point to", typed, one(t, new(int)), one(t, new(int)), true},
		{"NaN", typed, one(t, nan), one(t, nan), true},
		{"NaN, testify", testify, one(t, nan), one(t, nan), false},
		{"NaN and a number", near, one(t, nan), one(t, 1.0), false},
		{"zeros", typed, one(t, 0.0), one(t, negZero), true},
		{"floats are exact", typed, one(t, 0.3), one(t, math.Nextafter(0.3, 1)), false},
		{"tolerance", near, one(t, 1.0), one(t, 1.0000005), true},
		{"tolerance is relative above 1", near, one(t, 1e9), one(t, 1e9+500), true},
		{"beyond tolerance", near, one(t, 1.0), one(t, 1.00001), false},
		{"tolerance inside", near, one(t, [][]float64{{1}}), one(t, [][]float64{{1 + 1e-9}}), true},
		{"infinity and a large number", near, one(t, inf), one(t, 1e300), false},
		{"infinities", near, one(t, inf), one(t, inf), true},
		{"opposite infinities", near, one(t, inf), one(t, -inf), false},
		{"order matters", typed, one(t, []int{1, 2}), one(t, []int{2, 1}), false},
		{"unordered", unordered, one(t, []int{1, 2, 2}), one(t, []int{2, 1, 2}), true},
		{"unordered counts", unordered, one(t, []int{1, 2, 2}), one(t, []int{2, 1, 1}), false},
		{"unordered lengths", unordered, one(t, []int{1}), one(t, []int{1, 1}), false},
		{"unordered at the top only", unordered, one(t, [][]int{{1, 2}, {3}}), one(t, [][]int{{3}, {2, 1}}), false},
		{"unordered with tolerance needs a matching", bench.Compare{Unordered: true, Tolerance: 0.1},
			one(t, []float64{0, 0.08}), one(t, []float64{0.09, -0.05}), true},
		{"maps", typed, one(t, map[string]int{"a": 1, "b": 2}), one(t, map[string]int{"b": 2, "a": 1}), true},
		{"other map values", typed, one(t, map[string]int{"a": 1}), one(t, map[string]int{"a": 2}), false},
		{"other map keys", typed, one(t, map[string]int{"a": 1}), one(t, map[string]int{"b": 1}), false},
		{"map keys 0 and -0", typed, one(t, map[float64]int{0: 1, 1: 2}), one(t, map[float64]int{negZero: 1, 1: 2}), true},
		{"map keys are exact", near, one(t, map[float64]int{1: 1}), one(t, map[float64]int{1 + 1e-9: 1}), false},
		{"structs with unexported fields", typed, one(t, named{1, []string{"x"}}), one(t, named{1, []string{"x"}}), true},
		{"other unexported fields", typed, one(t, named{1, []string{"x"}}), one(t, named{1, nil}), false},
		{"interfaces compare dynamic types", typed, one[any](t, 3), one[any](t, int64(3)), false},
		{"interfaces", typed, one[any](t, []any{1, "a", nil}), one[any](t, []any{1, "a", nil}), true},
		{"nil and a value in an interface", typed, one[any](t, nil), one[any](t, 0), false},
		{"complex", near, one(t, 1+2i), one(t, complex(1, 2+1e-9)), true},
		{"no error", typed, one[error](t, nil), one[error](t, nil), true},
		{"an error for none", typed, one[error](t, nil), one[error](t, os.ErrExist), false},
		{"none for an error", typed, one[error](t, os.ErrExist), one[error](t, nil), false},
		{"the same sentinel, wrapped", typed, one[error](t, os.ErrExist), one[error](t, pathError{os.ErrExist}), true},
		{"another sentinel", typed, one[error](t, os.ErrExist), one[error](t, os.ErrClosed), false},
		{"errors that are no sentinels", typed, one[error](t, pathError{os.ErrInvalid}), one[error](t, os.ErrInvalid), true},
		{"error texts, where asked for", bench.Compare{ErrorText: true}, one[error](t, os.ErrExist), one[error](t, pathError{os.ErrExist}), false},
		{"errors in slices", typed, one(t, []error{os.ErrExist, nil}), one(t, []error{pathError{os.ErrExist}, nil}), true},
		{"functions equal nothing", typed, one(t, TestCompare), one(t, TestCompare), false},
		{"nil functions", typed, one[func()](t, nil), one[func()](t, nil), true},
		{"more results", typed, one(t, 1), append(one(t, 1), one(t, 2)...), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := (comparer{tt.rule}).results(tt.want, tt.got, make([]bool, len(tt.want))); got != tt.equal {
				t.Errorf("equal is %v", got)
			}
		})
	}
}

func TestAnyError(t *testing.T) {
	c := comparer{}
	if !c.results(one[error](t, nil), one[error](t, os.ErrClosed), []bool{true}) {
		t.Error("an error was not taken for any error")
	}
	if c.results(one[error](t, nil), one[error](t, nil), []bool{true}) {
		t.Error("nil was taken for any error")
	}
}

func FuzzDecodeValues(f *testing.F) {
	for _, v := range []any{1, "a", []any{1.5, nil, map[string]int{"a": 1}}, named{1, nil}, os.ErrExist, new(complex128), true, uint8(3)} {
		data, _ := driver.Encode(1<<20, []error{os.ErrExist}, []any{&v})
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		vs, err := decodeValues(data)
		if err != nil {
			return
		}
		if s := formatResults(vs, nil); len(s) > maxGot+len("…") {
			t.Errorf("%d bytes shown", len(s))
		}
		// What was decoded twice is the same; NaN equals itself under this rule.
		again, err := decodeValues(data)
		if err != nil || !reflect.DeepEqual(formatResults(vs, nil), formatResults(again, nil)) {
			t.Errorf("decoded differently: %v", err)
		}
		for _, rule := range []bench.Compare{{}, {Rule: "testify"}, {Tolerance: 0.1, Unordered: true}} {
			comparer{rule}.results(vs, again, make([]bool, len(vs)))
		}
	})
}

func FuzzReadAnswer(f *testing.F) {
	j, err := New(f.Context(), Options{Unsandboxed: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { j.Close() })
	e, err := j.tools.read(&shapes)
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"", "package p; func main() {}", "//line x:1\nvar a = `\n//line`", "type Point struct{ X, Y int }\nimport \"C\"", "\uFEFFpackage é\n/*line a:1*/", "func Box"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, code string) {
		a := readAnswer(code, e, j.tools)
		if len(a.refused) == 0 && a.source == "" {
			t.Error("neither refused nor ready")
		}
	})
}
