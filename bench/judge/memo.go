package judge

import (
	"context"
	"sync"
)

// memo does a piece of work once a key and keeps its result. The work runs under
// the memo's own context: a caller that gives up does not spoil it for the others.
// Errors are not kept, nor are the oldest results beyond limit, if it is not 0.
type memo[V any] struct {
	life    context.Context
	limit   int
	mu      sync.Mutex
	entries map[string]*memoEntry[V]
	order   []string // of the results that are there, with a limit
	wg      *sync.WaitGroup
}

type memoEntry[V any] struct {
	done  chan struct{}
	value V
	err   error
}

func newMemo[V any](life context.Context, wg *sync.WaitGroup) *memo[V] {
	return &memo[V]{life: life, entries: map[string]*memoEntry[V]{}, wg: wg}
}

func (m *memo[V]) do(ctx context.Context, key string, work func(context.Context) (V, error)) (V, error) {
	e := m.join(key, work)
	select {
	case <-e.done:
		return e.value, e.err
	case <-ctx.Done():
		var zero V
		return zero, context.Cause(ctx)
	}
}

// join finds the entry of a key or starts its work.
func (m *memo[V]) join(key string, work func(context.Context) (V, error)) *memoEntry[V] {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.entries[key]; ok {
		return e
	}
	e := &memoEntry[V]{done: make(chan struct{})}
	m.entries[key] = e
	m.wg.Go(func() {
		defer close(e.done)
		e.value, e.err = work(m.life)
		m.settle(key, e.err)
	})
	return e
}

// settle decides what is kept.
func (m *memo[V]) settle(key string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case err != nil:
		delete(m.entries, key)
	case m.limit > 0:
		if m.order = append(m.order, key); len(m.order) > m.limit {
			delete(m.entries, m.order[0])
			m.order = m.order[1:]
		}
	}
}
