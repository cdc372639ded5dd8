package judge

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
)

func TestMemoKeepsTheNewest(t *testing.T) {
	var wg sync.WaitGroup
	m := newMemo[int](t.Context(), &wg)
	m.limit = 3
	calls := 0
	get := func(key string, err error) {
		t.Helper()
		if _, got := m.do(t.Context(), key, func(context.Context) (int, error) { calls++; return calls, err }); !errors.Is(got, err) {
			t.Fatal(got)
		}
		wg.Wait()
	}
	for i := range 5 {
		get(fmt.Sprint(i), nil)
	}
	get("4", nil)
	get("2", nil)
	if calls != 5 {
		t.Errorf("%d calls for 5 keys, of which the last 3 are kept", calls)
	}
	get("0", nil)
	if calls != 6 || len(m.entries) != 3 {
		t.Errorf("%d calls, %d entries", calls, len(m.entries))
	}
	get("x", errors.ErrUnsupported)
	if len(m.entries) != 3 {
		t.Error("an error was kept")
	}
}
