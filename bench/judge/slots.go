package judge

import (
	"context"
	"sync"
	"time"
)

// priority is whose turn it is where several wait for a processor.
type priority int

// All processors at once come first, or they would never be had. Built answers are
// run before others are built: while they run, more answers come together for the
// next batch.
const (
	wholeMachine priority = iota
	toRun
	toBuild
	priorities
)

// slots are the processors to run compilers and answers on.
type slots struct {
	mu      sync.Mutex
	total   int
	free    int
	waiting [priorities][]*waiter
}

type waiter struct {
	n       int
	granted chan struct{}
}

func newSlots(n int) *slots { return &slots{total: n, free: n} }

// acquire waits for a processor, or for all of them. The caller gives back what it
// got by calling release.
func (s *slots) acquire(ctx context.Context, p priority) (release func(), err error) {
	w := &waiter{n: 1, granted: make(chan struct{})}
	if p == wholeMachine {
		w.n = s.total
	}
	s.mu.Lock()
	s.waiting[p] = append(s.waiting[p], w)
	s.grant()
	s.mu.Unlock()
	release = sync.OnceFunc(func() { s.give(w.n) })
	select {
	case <-w.granted:
		return release, nil
	case <-ctx.Done():
	}
	if !s.withdraw(p, w) {
		release()
	}
	return nil, context.Cause(ctx)
}

func (s *slots) give(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free += n
	s.grant()
}

// grant serves those who wait, the first of the highest priority first. Nobody
// overtakes one who waits for more than is free.
func (s *slots) grant() {
	for p := range s.waiting {
		for len(s.waiting[p]) > 0 {
			w := s.waiting[p][0]
			if w.n > s.free {
				return
			}
			s.free -= w.n
			s.waiting[p] = s.waiting[p][1:]
			close(w.granted)
		}
	}
}

// withdraw takes a waiter back; false if it was served already.
func (s *slots) withdraw(p priority, w *waiter) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, x := range s.waiting[p] {
		if x == w {
			s.waiting[p] = append(s.waiting[p][:i:i], s.waiting[p][i+1:]...)
			s.grant()
			return true
		}
	}
	return false
}

// acquire waits for a processor, or for all, and counts the wait.
func (j *Judge) acquire(ctx context.Context, p priority) (release func(), err error) {
	begin := time.Now()
	release, err = j.slots.acquire(ctx, p)
	j.stats.add(func(s *Stats) { s.Waiting += time.Since(begin) })
	return release, err
}
