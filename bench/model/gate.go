package model

import (
	"context"
	"math"
	"slices"
	"sync"
)

// gate bounds the requests in flight to an endpoint by what the endpoint bears:
// additive increase, multiplicative decrease, as TCP does. There is no bound until
// the first 429 or 503; that halves the number then in flight, and each success
// adds a fraction, one more request for every round of successes.
type gate struct {
	mu    sync.Mutex
	limit float64
	busy  int
	// round is the number of decreases so far. A refusal of a request that began
	// before the last decrease says nothing new and does not count again.
	round int
	queue []chan struct{} // first come, first served
}

func newGate() *gate { return &gate{limit: math.Inf(1)} }

// enter waits for a place and returns the round to leave with.
func (g *gate) enter(ctx context.Context) (round int, err error) {
	g.mu.Lock()
	if len(g.queue) == 0 && float64(g.busy) < math.Floor(g.limit) {
		g.busy++
		defer g.mu.Unlock()
		return g.round, nil
	}
	place := make(chan struct{})
	g.queue = append(g.queue, place)
	g.mu.Unlock()
	select {
	case <-place:
	case <-ctx.Done():
		g.giveUp(place)
		return 0, ctx.Err()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.round, nil
}

// giveUp leaves the queue, or hands on a place that was given at that moment.
func (g *gate) giveUp(place chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if i := slices.Index(g.queue, place); i >= 0 {
		g.queue = slices.Delete(g.queue, i, i+1)
		return
	}
	g.busy--
	g.admit()
}

// leave gives the place back and learns from how the request went.
func (g *gate) leave(round int, overloaded, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case overloaded && round == g.round:
		g.limit = max(1, min(g.limit, float64(g.busy))/2)
		g.round++
	case ok:
		g.limit += 1 / g.limit
	}
	g.busy--
	g.admit()
}

func (g *gate) admit() {
	for len(g.queue) > 0 && float64(g.busy) < math.Floor(g.limit) {
		close(g.queue[0])
		g.queue = g.queue[1:]
		g.busy++
	}
}
