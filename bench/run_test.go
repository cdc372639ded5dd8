package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestLogDropsATornLastLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	l, err := openLog(path)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			if err := l.append(Episode{Key: Key{Task: "t", Sample: i}}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := l.close(); err != nil {
		t.Fatal(err)
	}
	whole, _ := os.ReadFile(path)
	if err := os.WriteFile(path, append(whole, `{"model":"torn`...), 0o644); err != nil {
		t.Fatal(err)
	}
	if e, err := readLines[Episode](path); err != nil || len(e) != 50 {
		t.Fatalf("a reader sees %d episodes, %v", len(e), err)
	}
	if l, err = openLog(path); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(l.append(Episode{Key: Key{Task: "after"}}), l.close()); err != nil {
		t.Fatal(err)
	}
	now, _ := os.ReadFile(path)
	if !bytes.HasPrefix(now, whole) || bytes.Contains(now, []byte("torn")) || bytes.Count(now, []byte("\n")) != 51 {
		t.Errorf("the log is not its 50 lines and one more:\n%s", now[len(whole):])
	}
}

func TestLogNamesTheLineThatIsNoJSON(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	os.WriteFile(path, []byte("{}\nnope\n{}\n"), 0o644)
	if _, err := readLines[Episode](path); err == nil || !strings.Contains(err.Error(), "log:2:") {
		t.Errorf("got %v", err)
	}
}

// A device that is always full fails each write with ENOSPC.
func TestLogReportsAFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Skip("needs /dev/full")
	}
	l := &episodeLog{file: full, queue: make(chan entry), ended: make(chan struct{})}
	go l.write()
	if err := l.append(Episode{}); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("got %v", err)
	}
}

func TestEqualCallsAreOneCall(t *testing.T) {
	s := NewCallStore(t.TempDir())
	var made atomic.Int64
	gate := make(chan struct{})
	key := CallKey{Provider: "p", Request: json.RawMessage(`{"a":1}`), Draw: "s0"}
	call := func(context.Context) (Call, error) {
		made.Add(1)
		<-gate
		return Call{Text: "hi"}, nil
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if c, err := s.Do(context.Background(), key, call); err != nil || c.Text != "hi" || c.Hash != key.Hash() {
				t.Errorf("got %+v, %v", c, err)
			}
		})
	}
	close(gate)
	wg.Wait()
	other := key
	other.Draw = "s1"
	if _, err := s.Do(context.Background(), other, call); err != nil {
		t.Fatal(err)
	}
	if made.Load() != 2 || s.Made() != 2 {
		t.Errorf("made %d calls, want one a draw", made.Load())
	}
}

func TestFailedCallsAreNotKept(t *testing.T) {
	s := NewCallStore(t.TempDir())
	key := CallKey{Provider: "p", Request: json.RawMessage(`{}`)}
	boom := errors.New("boom")
	if _, err := s.Do(context.Background(), key, func(context.Context) (Call, error) { return Call{}, boom }); !errors.Is(err, boom) {
		t.Fatalf("got %v", err)
	}
	c, err := s.Do(context.Background(), key, func(context.Context) (Call, error) { return Call{Text: "better"}, nil })
	if err != nil || c.Text != "better" {
		t.Errorf("got %+v, %v", c, err)
	}
}

func testStudy(t *testing.T) Study {
	s, err := ParseStudy([]byte("models: [a/b]\nmixes: [retry]\nturns: 3\n"), "s")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRunFolderIsLockedAndReadBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	s, tasks := testStudy(t), []Task{*addTask}
	r, err := CreateRun(dir, s, Manifest{Schema: Schema, Dataset: HashTasks([]Task{*addTask})}, tasks)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := OpenRun(dir); err == nil || !strings.Contains(err.Error(), "another dialogo") {
		t.Errorf("a second writer got %v", err)
	}
	key := Key{Model: "a/b", Mix: "retry", Task: "add"}
	bad := Episode{Key: key, Error: &EpisodeError{Cause: "http"}}
	if err := errors.Join(r.Append(bad), r.Append(Episode{Key: key, Stopped: "solved"}), r.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := CreateRun(dir, s, Manifest{}, tasks); err == nil || !strings.Contains(err.Error(), "resume") {
		t.Errorf("making it again got %v", err)
	}
	rec, err := ReadRun(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Episodes) != 1 || rec.Episodes[0].Error != nil || rec.Planned != 1 || len(rec.Pending()) != 0 {
		t.Errorf("the later line should count: %+v", rec)
	}
	if _, err := ReadRun(t.TempDir()); err == nil || !strings.Contains(err.Error(), "not a run folder") {
		t.Errorf("an empty folder got %v", err)
	}
}

func TestExtendAcceptsMoreAndRefusesOther(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	s := testStudy(t)
	r, err := CreateRun(dir, s, Manifest{Schema: Schema, Dataset: HashTasks([]Task{*addTask})}, []Task{*addTask})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	key := Key{Model: "a/b", Mix: "retry", Task: "add"}
	if err := r.Append(Episode{Key: key, Stopped: "turns", Turns: make([]Turn, 3)}); err != nil {
		t.Fatal(err)
	}
	rec, _ := ReadRun(dir)
	sub := *addTask
	sub.ID = "sub"
	more := s
	more.Turns = 5
	rec, err = r.Extend(rec, more, []Task{*addTask, sub})
	if err != nil {
		t.Fatal(err)
	}
	if p := rec.Pending(); len(p) != 2 {
		t.Errorf("the old episode may go on and the new task is to do: pending %v", p)
	}
	if _, err := r.Extend(rec, s, []Task{*addTask, sub}); err == nil || !strings.Contains(err.Error(), "turns: was 5, is 3") {
		t.Errorf("fewer turns got %v", err)
	}
	changed := sub
	changed.Prompt = "other"
	if _, err := r.Extend(rec, more, []Task{*addTask, changed}); err == nil || !strings.Contains(err.Error(), `task "sub" has changed`) {
		t.Errorf("a changed task got %v", err)
	}
}

func TestAnInterruptedCallIsFinishedAndKept(t *testing.T) {
	s := NewCallStore(t.TempDir())
	s.Drain = time.Minute
	ctx, cancel := context.WithCancel(context.Background())
	key := CallKey{Provider: "p", Request: json.RawMessage(`{}`)}
	c, err := s.Do(ctx, key, func(ctx context.Context) (Call, error) {
		cancel()
		return Call{Text: "paid for"}, ctx.Err()
	})
	if err != nil || c.Text != "paid for" {
		t.Errorf("got %+v, %v", c, err)
	}
	key.Draw = "another"
	if _, err := s.Do(ctx, key, func(context.Context) (Call, error) { t.Error("a new call was begun"); return Call{}, nil }); err == nil {
		t.Error("a new call after the interrupt has no error")
	}
}

func TestDamagedCallsAreMadeAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	r, err := CreateRun(dir, testStudy(t), Manifest{Schema: Schema, Dataset: HashTasks([]Task{*addTask})}, []Task{*addTask})
	if err != nil {
		t.Fatal(err)
	}
	key := CallKey{Provider: "p", Request: json.RawMessage(`{}`)}
	call := func(context.Context) (Call, error) { return Call{Text: "hi"}, nil }
	c, err := r.Calls().Do(context.Background(), key, call)
	e := Episode{Key: Key{Model: "a/b", Mix: "retry", Task: "add"}, Stopped: "solved", Turns: []Turn{{Call: c.Hash}}}
	if err := errors.Join(err, r.Append(e), r.Close()); err != nil {
		t.Fatal(err)
	}
	for _, damage := range []string{"{", "{}", `{"hash":"` + c.Hash + `"}`} {
		os.WriteFile(callPath(filepath.Join(dir, callsDir), c.Hash), []byte(damage), 0o644)
		rec, err := ReadRun(dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rec.Call(c.Hash); err == nil || !strings.Contains(err.Error(), "resume") {
			t.Errorf("%s: reading it gives %v", damage, err)
		}
		r, rec, err := OpenRun(dir)
		if err != nil {
			t.Fatal(err)
		}
		if len(rec.Pending()) != 1 {
			t.Errorf("%s: the episode is not played again", damage)
		}
		if _, err := r.Calls().Do(context.Background(), key, call); err != nil {
			t.Error(err)
		}
		if _, err := rec.Call(c.Hash); err != nil {
			t.Errorf("%s: not made again: %v", damage, err)
		}
		r.Close()
	}
}

func TestAFolderOfSomebodyElseIsNotWrittenTo(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "report.html"), []byte("mine"), 0o644)
	if _, err := CreateRun(dir, testStudy(t), Manifest{}, nil); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("got %v", err)
	}
	crashed := t.TempDir()
	os.WriteFile(filepath.Join(crashed, tasksFile), nil, 0o644)
	r, err := CreateRun(crashed, testStudy(t), Manifest{}, nil)
	if err != nil {
		t.Fatalf("what a crash left before the run began: %v", err)
	}
	r.Close()
}

func TestChangedTasksAreRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r")
	r, err := CreateRun(dir, testStudy(t), Manifest{Schema: Schema, Dataset: HashTasks([]Task{*addTask})}, []Task{*addTask})
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	os.Truncate(filepath.Join(dir, tasksFile), 0)
	if _, err := ReadRun(dir); err == nil || !strings.Contains(err.Error(), "tasks.jsonl is not what the run was made with") {
		t.Errorf("got %v", err)
	}
}
