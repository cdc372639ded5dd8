package driver

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
)

type small uint8

type tree struct {
	V           int
	Left, Right *tree
}

func roundTrip[T any](t *testing.T, v T) {
	t.Helper()
	sentinels := []error{io.EOF, io.ErrClosedPipe}
	data, ok := Encode(1<<20, sentinels, []any{&v})
	if !ok {
		t.Fatalf("%T is too large", v)
	}
	r := &Results{d: decoder{data: data, sentinels: sentinels}}
	r.err = r.d.catch(func() { r.d.uvarint() })
	var got T
	r.Get(&got)
	if !r.Done() || !reflect.DeepEqual(got, v) {
		t.Errorf("%#v became %#v: %v", v, got, r.err)
	}
}

func TestResultsReachACheckerAsTheyWere(t *testing.T) {
	roundTrip(t, 3)
	roundTrip(t, "a\x00b")
	roundTrip(t, []float64{1.5, -2})
	roundTrip(t, []byte("a\x00\xff"))
	roundTrip(t, [3]byte{1, 2})
	roundTrip(t, map[string][][]byte{"a": {{1}, {}, nil}})
	roundTrip(t, []small{1, 2})
	roundTrip(t, [2]bool{true})
	roundTrip(t, map[string][]int{"a": {1}, "b": nil})
	roundTrip(t, &tree{1, &tree{V: 2}, nil})
	roundTrip(t, []any{1, "a", nil, 2.5, []any{true}, map[string]any{"k": 1}})
	roundTrip(t, complex64(1+2i))
	roundTrip[error](t, nil)
	roundTrip(t, [][]struct{ A uint8 }{{{1}}, {}})
}

func TestErrorsReachACheckerWithTheirSentinels(t *testing.T) {
	err := errors.Join(io.EOF, errors.New("more"))
	data, _ := Encode(1<<20, []error{io.ErrClosedPipe, io.EOF}, []any{&err})
	r := &Results{d: decoder{data: data, sentinels: []error{io.ErrClosedPipe, io.EOF}}}
	r.err = r.d.catch(func() { r.d.uvarint() })
	var got error
	r.Get(&got)
	if !errors.Is(got, io.EOF) || errors.Is(got, io.ErrClosedPipe) || got.Error() != err.Error() {
		t.Errorf("got %v, %v", got, r.err)
	}
}

func TestUnknownTypesAreRefused(t *testing.T) {
	var v any = tree{}
	data, _ := Encode(1<<20, nil, []any{&v})
	r := &Results{d: decoder{data: data}}
	r.err = r.d.catch(func() { r.d.uvarint() })
	var got any
	r.Get(&got)
	if r.Done() || !strings.Contains(r.err.Error(), "driver.tree") {
		t.Errorf("got %v, %v", got, r.err)
	}
}

func TestWhatIsTooLargeIsNotEncoded(t *testing.T) {
	shared := &tree{V: 1}
	for range 40 { // a tree of 2^40 nodes
		shared = &tree{1, shared, shared}
	}
	long := strings.Repeat("x", 1<<20)
	chain := &tree{}
	for range 2 * MaxDepth {
		chain = &tree{Left: chain}
	}
	for _, p := range []any{&shared, &long, &chain} {
		if data, ok := Encode(1<<16, nil, []any{p}); ok || len(data) > wireFactor<<16+MaxDepth {
			t.Errorf("%T: %v with %d bytes", p, ok, len(data))
		}
	}
}

func TestTheLimitIsOnTheData(t *testing.T) {
	text, bytes, ints, bools := strings.Repeat("x", 1000), make([]byte, 1000), make([]int, 1000), make([]bool, 1000)
	lists := []string{text[:500], text[:500]}
	err := errors.New(text)
	for _, p := range []any{&text, &bytes, &ints, &bools, &lists, &err} {
		if _, ok := Encode(1000, nil, []any{p}); !ok {
			t.Errorf("%T of 1000 bytes is above 1000", p)
		}
		if _, ok := Encode(999, nil, []any{p}); ok {
			t.Errorf("%T of 1000 bytes is not above 999", p)
		}
	}
}

func FuzzResults(f *testing.F) {
	v := map[string]*tree{"a": {V: 1}}
	data, _ := Encode(1<<16, nil, []any{&v})
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		r := &Results{d: decoder{data: data}}
		r.err = r.d.catch(func() { r.d.uvarint() })
		var got map[string]*tree
		r.Get(&got)
	})
}
