package judge

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestSlotsServeByPriority(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSlots(2)
		first, _ := s.acquire(t.Context(), toBuild)
		second, _ := s.acquire(t.Context(), toRun)
		var order []string
		var mu sync.Mutex
		wait := func(name string, p priority) {
			go func() {
				release, err := s.acquire(t.Context(), p)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				order = append(order, name)
				mu.Unlock()
				time.Sleep(time.Second)
				release()
			}()
			synctest.Wait()
		}
		wait("build", toBuild)
		wait("run", toRun)
		wait("whole", wholeMachine)
		wait("run 2", toRun)
		ctx, cancel := context.WithCancel(t.Context())
		gaveUp := make(chan error)
		go func() { _, err := s.acquire(ctx, wholeMachine); gaveUp <- err }()
		synctest.Wait()
		first()
		first() // once is enough
		synctest.Wait()
		if len(order) > 0 {
			t.Errorf("%v went before the one that needs the whole machine", order)
		}
		cancel()
		if err := <-gaveUp; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		second()
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if len(order) == 4 {
			slices.Sort(order[1:3]) // both runs at once
		}
		if want := []string{"whole", "run", "run 2", "build"}; !slices.Equal(order, want) {
			t.Errorf("got %v, want %v", order, want)
		}
		if s.free != 2 {
			t.Errorf("%d of 2 processors are free", s.free)
		}
	})
}

// sizes runs a batcher whose builds are noted by size.
func sizes(t *testing.T, s *slots, use func(b *batcher, add func(n int))) []int {
	var got []int
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		b := newBatcher(s, func(_ context.Context, us []*unit) {
			mu.Lock()
			got = append(got, len(us))
			mu.Unlock()
			time.Sleep(time.Second)
			for _, u := range us {
				close(u.done)
			}
		})
		ctx, cancel := context.WithCancel(t.Context())
		var work, callers sync.WaitGroup
		work.Go(func() { b.run(ctx, &work) })
		use(b, func(n int) {
			for range n {
				callers.Go(func() {
					b.enter()
					defer b.leave()
					if _, err := b.add(ctx, &unit{}); err != nil {
						t.Error(err)
					}
				})
			}
		})
		callers.Wait()
		cancel()
		work.Wait()
	})
	return got
}

func TestBatches(t *testing.T) {
	check := func(name string, got []int, want ...int) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: batches of %v, want %v", name, got, want)
		}
	}
	check("one", sizes(t, newSlots(2), func(_ *batcher, add func(int)) { add(1) }), 1)
	check("one after another", sizes(t, newSlots(2), func(_ *batcher, add func(int)) {
		add(1)
		time.Sleep(500 * time.Millisecond)
		add(1) // the other is still being judged: somebody might come
		time.Sleep(gatherTime / 2)
		add(1)
	}), 1, 2)
	check("more than one batch", sizes(t, newSlots(2), func(b *batcher, add func(int)) {
		b.enter() // somebody who is about to come
		add(maxBatch + 3)
		time.Sleep(time.Minute)
		b.leave()
	}), maxBatch, 3)
	check("while the processors are busy", sizes(t, newSlots(1), func(_ *batcher, add func(int)) {
		add(1)
		time.Sleep(100 * time.Millisecond)
		add(2)
		time.Sleep(100 * time.Millisecond)
		add(3)
	}), 1, 5)
}

func TestAClosedBatcherTellsThoseWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSlots(1)
		release, _ := s.acquire(t.Context(), toRun)
		defer release()
		b := newBatcher(s, func(context.Context, []*unit) { t.Error("built") })
		ctx, cancel := context.WithCancelCause(t.Context())
		var work sync.WaitGroup
		work.Go(func() { b.run(ctx, &work) })
		time.AfterFunc(time.Second, func() { cancel(errClosed) })
		if _, err := b.add(t.Context(), &unit{}); !errors.Is(err, errClosed) {
			t.Error(err)
		}
		work.Wait()
	})
}
