package judge

import (
	"context"
	"sync"
	"time"
)

// maxBatch is how many answers are linked as one program at most. Of the 40 ms of
// processor time that linking takes, each further answer adds about one.
const maxBatch = 96

// gatherTime is how long an answer waits at most for others to be built with.
const gatherTime = 20 * time.Millisecond

// unit is an answer on its way to being built, or an oracle.
type unit struct {
	st   *stage
	a    *answer
	m    manner
	done chan struct{}
	out  built // nothing, if it could not be built with the others
	err  error
}

// batcher brings together answers that come at the same time, as inference servers
// do: linking is most of the work of judging, and costs little more for many.
type batcher struct {
	build func(context.Context, []*unit)
	slots *slots

	mu     sync.Mutex
	queue  []*unit
	active int           // answers being judged, queued or not
	closed bool          // nothing is built any more
	change chan struct{} // holds a token after every change
}

func newBatcher(s *slots, build func(context.Context, []*unit)) *batcher {
	return &batcher{build: build, slots: s, change: make(chan struct{}, 1)}
}

// enter notes that an answer is being judged, and so may come to be built.
func (b *batcher) enter() { b.update(func() { b.active++ }) }

// leave notes that an answer has its verdict.
func (b *batcher) leave() { b.update(func() { b.active-- }) }

func (b *batcher) update(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f()
	select {
	case b.change <- struct{}{}:
	default:
	}
}

// add queues an answer and waits until it is built.
func (b *batcher) add(ctx context.Context, u *unit) (built, error) {
	u.done = make(chan struct{})
	closed := false
	b.update(func() {
		if closed = b.closed; !closed {
			b.queue = append(b.queue, u)
		}
	})
	if closed {
		return built{}, errClosed
	}
	select {
	case <-u.done:
		return u.out, u.err
	case <-ctx.Done():
		go func() { // the batch goes on for the others
			<-u.done
			u.out.remove()
		}()
		return built{}, context.Cause(ctx)
	}
}

// run builds batches until ctx ends. Batches wait for a processor, and so does
// nothing while built answers wait for one: meanwhile the next batch fills.
func (b *batcher) run(ctx context.Context, work *sync.WaitGroup) {
	for b.gather(ctx) {
		release, err := b.slots.acquire(ctx, toBuild)
		if err != nil {
			break
		}
		units := b.take()
		work.Go(func() {
			defer release()
			b.build(ctx, units)
		})
	}
	b.update(func() { b.closed = true })
	for units := b.take(); len(units) > 0; units = b.take() {
		for _, u := range units {
			u.err = context.Cause(ctx)
			close(u.done)
		}
	}
}

// gather returns when there are answers that should wait no longer: because they
// are enough, because nobody else is about to come, or because the first has waited
// for gatherTime. It is false when ctx has ended.
func (b *batcher) gather(ctx context.Context) bool {
	var over <-chan time.Time
	for {
		b.mu.Lock()
		n, active := len(b.queue), b.active
		b.mu.Unlock()
		if n >= maxBatch || n > 0 && n >= active {
			return ctx.Err() == nil
		}
		if n > 0 && over == nil {
			over = time.After(gatherTime)
		}
		select {
		case <-b.change:
		case <-over:
			return true
		case <-ctx.Done():
			return false
		}
	}
}

func (b *batcher) take() []*unit {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := min(len(b.queue), maxBatch)
	units := b.queue[:n:n]
	b.queue = b.queue[n:]
	return units
}
