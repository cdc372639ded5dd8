package bench

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// drain is how long calls under way may go on after an interrupt.
const drain = 30 * time.Second

// Run is a run folder open for writing. It is locked: one process writes it at a
// time. Everything in it is only ever appended or replaced whole, so a process
// may be killed at any moment.
type Run struct {
	dir   string
	lock  *flock.Flock
	log   *episodeLog
	calls *CallStore
}

// CreateRun makes a run folder and opens it. It is a [*UsageError] if dir already
// holds a run.
func CreateRun(dir string, s Study, m Manifest, tasks []Task) (*Run, error) {
	if err := vacant(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, Usagef("run folder %s: %w; choose another --out", dir, FileReason(err))
	}
	r, err := lockRun(dir)
	if err != nil {
		return nil, err
	}
	if err := r.describe(s, m, tasks); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// vacant refuses a folder that holds a run, or anything that is not ours. What a
// crash left before the study was written is no run yet and may be replaced.
func vacant(dir string) error {
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return Usagef("run folder %s: %w; choose another --out", dir, FileReason(err))
	}
	has := map[string]bool{}
	for _, f := range files {
		has[f.Name()] = true
	}
	if has[studyFile] && has[manifestFile] {
		return Usagef("%s already holds a run: go on with 'dialogo resume %s', or choose another --out", dir, dir)
	}
	for name := range has {
		if !slices.Contains([]string{lockFile, episodesFile, tasksFile, manifestFile}, name) && !strings.HasPrefix(name, ".tmp-") {
			return Usagef("%s is not empty (it has %s) and is no run folder: choose another --out", dir, name)
		}
	}
	return nil
}

// OpenRun opens the run folder of an earlier session to go on with it.
func OpenRun(dir string) (*Run, *Record, error) {
	if _, err := ReadRun(dir); err != nil { // says what is wrong before anything is touched
		return nil, nil, err
	}
	r, err := lockRun(dir)
	if err != nil {
		return nil, nil, err
	}
	rec, err := r.read()
	if err != nil {
		return nil, nil, errors.Join(err, r.Close())
	}
	return r, rec, nil
}

func lockRun(dir string) (*Run, error) {
	lock := flock.New(filepath.Join(dir, lockFile))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, Usagef("run folder %s: it cannot be written: %w; make it so, or choose another --out", dir, FileReason(err))
	}
	if !ok {
		return nil, Usagef("%s is being written by another dialogo: wait for it, or choose another --out", dir)
	}
	log, err := openLog(filepath.Join(dir, episodesFile))
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	calls := NewCallStore(filepath.Join(dir, callsDir))
	calls.Drain = drain
	return &Run{dir: dir, lock: lock, log: log, calls: calls}, nil
}

// describe writes what the run is of. The study comes last: a folder without it
// is no run folder, so a crash in between leaves nothing half-made.
func (r *Run) describe(s Study, m Manifest, tasks []Task) error {
	var lines bytes.Buffer
	enc := json.NewEncoder(&lines)
	for _, t := range tasks {
		if err := enc.Encode(t); err != nil {
			return fmt.Errorf("task %q: %w", t.ID, err)
		}
	}
	manifest, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	study, err := s.YAML()
	if err != nil {
		return err
	}
	return errors.Join(
		writeFile(filepath.Join(r.dir, manifestFile), append(manifest, '\n')),
		writeFile(filepath.Join(r.dir, tasksFile), lines.Bytes()),
		writeFile(filepath.Join(r.dir, studyFile), study))
}

// Extend replaces the study and tasks of an open run by ones that only add to
// them; see [Study.Extends].
func (r *Run) Extend(rec *Record, s Study, tasks []Task) (*Record, error) {
	if diff := s.Extends(rec.Study); len(diff) > 0 {
		return nil, Usagef("the study differs from the one %s was started with:\n%s\nstart a new run, or change it back", r.dir, joinLines(diff))
	}
	if err := sameTasks(rec.Tasks, tasks); err != nil {
		return nil, err
	}
	m := rec.Manifest
	m.Dataset, m.DatasetBefore = HashTasks(tasks), HashTasks(rec.Tasks)
	if err := r.describe(s, m, tasks); err != nil {
		return nil, err
	}
	return r.read()
}

// read reads the folder for going on with it: episodes whose calls are missing or
// damaged are to be played again.
func (r *Run) read() (*Record, error) {
	rec, err := ReadRun(r.dir)
	if err != nil {
		return nil, err
	}
	rec.whole()
	return rec, nil
}

// sameTasks says which task of a run is missing or changed in what is to extend it.
func sameTasks(old, now []Task) error {
	hash := map[string]string{}
	for i := range now {
		hash[now[i].ID] = now[i].Hash()
	}
	for i := range old {
		switch h, ok := hash[old[i].ID]; {
		case !ok:
			return Usagef("task %q is in the run but no longer in the study: a run can be extended, not reduced", old[i].ID)
		case h != old[i].Hash():
			return Usagef("task %q has changed since the run was started (%s): start a new run", old[i].ID, old[i].Source)
		}
	}
	return nil
}

// HashTasks identifies a list of tasks by content and order.
func HashTasks(tasks []Task) string {
	hashes := make([]string, len(tasks))
	for i := range tasks {
		hashes[i] = tasks[i].Hash()
	}
	return hashJSON(hashes)
}

// Dir is the folder.
func (r *Run) Dir() string { return r.dir }

// Calls keeps the run's model calls.
func (r *Run) Calls() *CallStore { return r.calls }

// Append adds a finished episode and returns once it is on the disk.
func (r *Run) Append(e Episode) error { return r.log.append(e) }

// Close closes the log and gives up the lock.
func (r *Run) Close() error { return errors.Join(r.log.close(), r.lock.Unlock()) }
