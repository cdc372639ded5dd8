package assert

import (
	"errors"
	"io"
	"math"
	"testing"
)

// recorder counts what is reported.
type recorder struct{ passed, failed int }

func (r *recorder) Errorf(string, ...any) {}

func (r *recorder) Check(ok bool, _ string, _ ...any) {
	if ok {
		r.passed++
	} else {
		r.failed++
	}
}

func TestAssertionsMeanWhatTestifysMean(t *testing.T) {
	var nilMap map[int]int
	tests := []struct {
		name   string
		assert func(a *Assertions) bool
		want   bool
	}{
		{"equal", func(a *Assertions) bool { return a.Equal([]int{1}, []int{1}) }, true},
		{"equal wants equal types", func(a *Assertions) bool { return a.Equal(1, int64(1)) }, false},
		{"nil and empty slices differ", func(a *Assertions) bool { return a.Equal([]int{}, []int(nil)) }, false},
		{"nil and empty bytes differ", func(a *Assertions) bool { return a.Equal([]byte{}, []byte(nil)) }, false},
		{"NaN differs from itself", func(a *Assertions) bool { return a.Equal(math.NaN(), math.NaN()) }, false},
		{"equal values", func(a *Assertions) bool { return a.EqualValues(1, int64(1)) }, true},
		{"equal values lose nothing", func(a *Assertions) bool { return a.EqualValues(int64(1)<<40, int8(0)) }, false},
		{"not equal", func(a *Assertions) bool { return a.NotEqual(1, 2) }, true},
		{"nil pointer in an interface", func(a *Assertions) bool { return a.Nil((*int)(nil)) }, true},
		{"not nil", func(a *Assertions) bool { return a.NotNil((*int)(nil)) }, false},
		{"delta", func(a *Assertions) bool { return a.InDelta(1, 1.05, 0.1) }, true},
		{"beyond delta", func(a *Assertions) bool { return a.InDelta(1, 1.2, 0.1) }, false},
		{"NaN within delta of NaN", func(a *Assertions) bool { return a.InDelta(math.NaN(), math.NaN(), 0) }, true},
		{"length", func(a *Assertions) bool { return a.Len("abc", 3) }, true},
		{"no length", func(a *Assertions) bool { return a.Len(5, 1) }, false},
		{"empty", func(a *Assertions) bool { return a.Empty(nilMap) }, true},
		{"contains", func(a *Assertions) bool { return a.Contains([]int{1, 2}, 2) }, true},
		{"contains a key", func(a *Assertions) bool { return a.Contains(map[string]int{"a": 1}, "b") }, false},
		{"elements", func(a *Assertions) bool { return a.ElementsMatch([]int{1, 2, 2}, []int{2, 1, 2}) }, true},
		{"other elements", func(a *Assertions) bool { return a.ElementsMatch([]int{1, 2, 2}, []int{2, 1, 1}) }, false},
		{"greater", func(a *Assertions) bool { return a.Greater(2, 1) }, true},
		{"greater of two types", func(a *Assertions) bool { return a.Greater(2.0, 1) }, false},
		{"panics", func(a *Assertions) bool { return a.Panics(func() { panic(nil) }) }, true},
		{"does not panic", func(a *Assertions) bool { return a.Panics(func() {}) }, false},
		{"error is", func(a *Assertions) bool { return a.ErrorIs(errors.Join(io.EOF), io.EOF) }, true},
		{"fail", func(a *Assertions) bool { return a.Fail("no") }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r recorder
			got := tt.assert(New(&r))
			if got != tt.want || r.passed+r.failed != 1 || r.passed == 1 != tt.want {
				t.Errorf("got %v, reported %+v", got, r)
			}
		})
	}
}
