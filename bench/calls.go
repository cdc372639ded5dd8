package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// CallStore keeps model calls in a folder, one file a call, named by the hash of
// the call's key. It is safe for use by many goroutines.
type CallStore struct {
	// Drain is how long a call under way may go on once the run is interrupted, so
	// that what is being paid for is kept; 0 ends it at once.
	Drain  time.Duration
	dir    string
	mu     sync.Mutex
	flight map[string]*flight
	made   atomic.Int64
}

// flight is a call being made; done is closed when call and err are final.
type flight struct {
	done chan struct{}
	call Call
	err  error
}

// NewCallStore keeps calls below dir, which is made when the first call is kept.
func NewCallStore(dir string) *CallStore {
	return &CallStore{dir: dir, flight: map[string]*flight{}}
}

// Do returns the call with this key: from the folder if it is there, from a
// flight under way if another goroutine is making it, else by making it with
// call, whose success is kept before Do returns. Errors are never kept.
func (s *CallStore) Do(ctx context.Context, key CallKey, call func(ctx context.Context) (Call, error)) (Call, error) {
	hash := key.Hash()
	s.mu.Lock()
	if f, ok := s.flight[hash]; ok {
		s.mu.Unlock()
		select {
		case <-f.done:
			return f.call, f.err
		case <-ctx.Done():
			return Call{}, ctx.Err()
		}
	}
	f := &flight{done: make(chan struct{})}
	s.flight[hash] = f
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.flight, hash)
		s.mu.Unlock()
		close(f.done)
	}()
	f.err = errors.New("the call panicked") // what joined goroutines see if it does
	f.call, f.err = s.lookUpOrMake(ctx, hash, key, call)
	return f.call, f.err
}

func (s *CallStore) lookUpOrMake(ctx context.Context, hash string, key CallKey, call func(ctx context.Context) (Call, error)) (Call, error) {
	path := callPath(s.dir, hash)
	// A damaged file is as good as none: the call is made again and replaces it.
	if c, ok, err := readCall(path, hash); ok && err == nil {
		return c, nil
	}
	if ctx.Err() != nil {
		return Call{}, context.Cause(ctx)
	}
	drained, stop := outlive(ctx, s.Drain)
	defer stop()
	c, err := call(drained)
	if err != nil {
		return Call{}, err
	}
	s.made.Add(1)
	c.Hash, c.Key = hash, key
	b, err := json.Marshal(c)
	if err != nil {
		return Call{}, fmt.Errorf("keep call %s: %w", hash, err)
	}
	return c, writeFile(path, append(b, '\n'))
}

// outlive is a context that ends later than ctx does, by the given time.
func outlive(ctx context.Context, by time.Duration) (context.Context, func()) {
	if by <= 0 {
		return ctx, func() {}
	}
	longer, end := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(by, end) })
	return longer, func() { stop(); end() }
}

// Made counts the calls that were made rather than found.
func (s *CallStore) Made() int { return int(s.made.Load()) }

func callPath(dir, hash string) string {
	if len(hash) < 3 {
		return filepath.Join(dir, hash+".json")
	}
	return filepath.Join(dir, hash[:2], hash[2:]+".json")
}

// readCall reads a kept call; ok is false if there is none. A file that is not
// that call is an error.
func readCall(path, hash string) (c Call, ok bool, err error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Call{}, false, nil
	}
	if err != nil {
		return Call{}, false, err
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return Call{}, false, fmt.Errorf("%s is damaged: %w", path, err)
	}
	if c.Hash != hash || c.Key.Hash() != hash {
		return Call{}, false, fmt.Errorf("%s is damaged: it holds another call", path)
	}
	return c, true, nil
}

// writeFile writes a file whole or not at all: to a temporary file beside it,
// synced, then renamed.
func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".tmp-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
