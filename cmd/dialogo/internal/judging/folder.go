package judging

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/gofrs/flock"

	"dialogo/bench"
	"dialogo/reports"
)

const (
	// partialFile has a header and then verdicts in the order they were found, until
	// all are there.
	partialFile = "verdicts.partial.jsonl"
	lockFile    = ".lock"
)

// Folder keeps verdicts: those of an earlier session, and those that are appended. It
// is locked while it is open.
type Folder struct {
	dir   string
	lock  *flock.Flock
	under reports.JudgedUnder
	old   *os.File // verdicts.jsonl of an earlier session, nil if there is none

	mu       sync.Mutex
	partial  *os.File    // nil until something is appended or was there
	size     int64       // of partial
	found    []spot      // by the sample's number
	repeated map[int]int // samples whose program is that of another
}

// repeat is a line of the partial file: a sample whose program is that of another of
// its task, and has no verdict of its own.
type repeat struct {
	Task   string `json:"task_id"`
	Sample int    `json:"sample"`
	Of     int    `json:"repeats"`
}

// line is any line of a file of verdicts.
type line struct {
	reports.Judged
	Repeats *int `json:"repeats"` // the other sample, see repeat
}

// spot is where a verdict stands; size 0 is nowhere.
type spot struct {
	inOld   bool
	errored bool
	offset  int64
	size    int
}

// Vacant refuses a folder that holds something else than verdicts of this command. It
// may be missing. The error is a [*bench.UsageError].
func Vacant(dir string) error {
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return bench.Usagef("verdict folder %s: %w; choose another --out", dir, bench.FileReason(err))
	}
	foreign := ""
	for _, f := range files {
		switch {
		case f.Name() == reports.SummaryFile, f.Name() == reports.VerdictsFile, f.Name() == partialFile:
			return nil
		case f.Name() != lockFile && !strings.HasPrefix(f.Name(), ".tmp-"):
			foreign = f.Name()
		}
	}
	if foreign != "" {
		return bench.Usagef("%s is not empty (it has %s) and holds no verdicts of 'dialogo judge': choose another --out", dir, foreign)
	}
	return nil
}

// Open makes a folder, or opens one to go on with it, and finds the verdicts on the
// plan's samples that it has. Verdicts on other samples, or found under other
// conditions, are a [*bench.UsageError]. seen is told of each verdict that is kept.
func Open(dir string, under reports.JudgedUnder, p *Plan, seen func(i int, codeHash string)) (*Folder, error) {
	if err := Vacant(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, bench.Usagef("verdict folder %s: %w; choose another --out", dir, bench.FileReason(err))
	}
	f := &Folder{dir: dir, lock: flock.New(filepath.Join(dir, lockFile)), under: under, found: make([]spot, len(p.order)), repeated: map[int]int{}}
	ok, err := f.lock.TryLock()
	if err != nil {
		return nil, bench.Usagef("verdict folder %s: it cannot be written: %w; choose another --out", dir, bench.FileReason(err))
	}
	if !ok {
		return nil, bench.Usagef("%s is being written by another dialogo: wait for it, or choose another --out", dir)
	}
	if err := errors.Join(f.openOld(p, seen), f.openPartial(p, seen)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// openOld finds the verdicts of a session that went to its end.
func (f *Folder) openOld(p *Plan, seen func(int, string)) error {
	b, err := os.ReadFile(filepath.Join(f.dir, reports.SummaryFile))
	if errors.Is(err, fs.ErrNotExist) {
		return f.withoutSummary()
	}
	if err != nil {
		return err
	}
	var s reports.VerdictSummary
	if err := json.Unmarshal(b, &s); err != nil || s.Schema == "" {
		return bench.Usagef("%s is no summary of 'dialogo judge': choose another --out", filepath.Join(f.dir, reports.SummaryFile))
	}
	if err := f.same(s.JudgedUnder); err != nil {
		return err
	}
	f.old, err = os.Open(filepath.Join(f.dir, reports.VerdictsFile))
	if errors.Is(err, fs.ErrNotExist) {
		f.old = nil
		return nil // it was removed: all is judged again
	}
	if err != nil {
		return err
	}
	_, err = f.find(f.old, 0, p, seen)
	return err
}

// withoutSummary refuses verdicts of which nothing says what they were found under. Those
// beside a partial file are the half of a set that was being put in place.
func (f *Folder) withoutSummary() error {
	old := filepath.Join(f.dir, reports.VerdictsFile)
	_, noOld := os.Stat(old)
	_, noPartial := os.Stat(filepath.Join(f.dir, partialFile))
	if noOld != nil || noPartial == nil {
		return nil
	}
	return bench.Usagef("%s has no %s, which says under what its verdicts were found: put it back, or delete %s to have all judged again", f.dir, reports.SummaryFile, old)
}

func (f *Folder) same(was reports.JudgedUnder) error {
	if diff := was.Differs(f.under); len(diff) > 0 {
		return bench.Usagef("%s holds verdicts of something else:\n%s\nchoose another --out, or change it back to go on", f.dir, strings.Join(diff, "\n"))
	}
	return nil
}

// openPartial finds the verdicts of a session that was cut off. What is behind the last
// whole line is dropped.
func (f *Folder) openPartial(p *Plan, seen func(int, string)) error {
	file, err := os.OpenFile(filepath.Join(f.dir, partialFile), os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	head, err := bufio.NewReader(file).ReadBytes('\n')
	if err == io.EOF {
		return errors.Join(file.Close(), os.Remove(file.Name())) // not even the header
	}
	f.partial = file
	var was reports.JudgedUnder
	if err == nil {
		err = json.Unmarshal(head, &was)
	}
	if err != nil {
		return damaged(file, 1, err)
	}
	if err := f.same(was); err != nil {
		return err
	}
	if f.size, err = f.find(file, int64(len(head)), p, seen); err != nil {
		return err
	}
	// Repeats of what was being judged when the session was cut off are as if never seen.
	maps.DeleteFunc(f.repeated, func(_, of int) bool { return f.found[of].size == 0 })
	return file.Truncate(f.size)
}

func damaged(f *os.File, line int, err error) error {
	return fmt.Errorf("%s:%d is damaged (%w): remove the file to judge its answers again", f.Name(), line, err)
}

// find notes where the verdicts of a file are, from an offset on, but for those that
// are to be tried again because judging failed. It returns the end of the last line.
func (f *Folder) find(file *os.File, offset int64, p *Plan, seen func(int, string)) (int64, error) {
	if _, err := file.Seek(offset, io.SeekStart); err != nil {
		return 0, err
	}
	position := map[string]int{}
	for i := range p.Tasks {
		position[p.Tasks[i].ID] = i
	}
	r := bufio.NewReaderSize(file, 1<<16)
	n := 1
	if file == f.partial {
		n++
	}
	for ; ; n++ {
		text, err := r.ReadBytes('\n')
		if err == io.EOF {
			return offset, nil
		}
		var j line
		if err == nil {
			err = json.Unmarshal(text, &j)
		}
		if err != nil {
			return 0, damaged(file, n, err)
		}
		task, ok := position[j.Task]
		if !ok || j.Sample < 0 || j.Sample >= len(p.byTask[task]) {
			return 0, damaged(file, n, fmt.Errorf("there is no sample %d of task %q", j.Sample, j.Task))
		}
		switch i := p.byTask[task][j.Sample]; {
		case j.Verdict != nil:
			f.found[i] = spot{inOld: file == f.old, offset: offset, size: len(text)}
			delete(f.repeated, i)
			seen(i, j.CodeHash)
		case j.Repeats != nil && (*j.Repeats < 0 || *j.Repeats >= len(p.byTask[task])):
			return 0, damaged(file, n, fmt.Errorf("there is no sample %d of task %q", *j.Repeats, j.Task))
		case j.Repeats != nil:
			f.repeated[i] = p.byTask[task][*j.Repeats]
		}
		offset += int64(len(text))
	}
}

// append adds the verdict on a sample.
func (f *Folder) append(i int, j reports.Judged) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	at, size, err := f.write(j)
	if err != nil {
		return fmt.Errorf("task %q, sample %d: %w", j.Task, j.Sample, err)
	}
	f.found[i] = spot{errored: j.Verdict == nil, offset: at, size: size}
	delete(f.repeated, i)
	return nil
}

// repeats notes that a sample has the verdict of another, also one that is yet to come.
func (f *Folder) repeats(i, of int, r repeat) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, _, err := f.write(r); err != nil {
		return fmt.Errorf("task %q, sample %d: %w", r.Task, r.Sample, err)
	}
	f.repeated[i] = of
	return nil
}

// write adds a line to the partial file, and says where it stands. f.mu is held.
func (f *Folder) write(v any) (at int64, size int, err error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := errors.Join(enc.Encode(v), f.begin()); err != nil {
		return 0, 0, err
	}
	if _, err := f.partial.WriteAt(b.Bytes(), f.size); err != nil {
		return 0, 0, errors.Join(fmt.Errorf("keep verdict: %w", err), f.partial.Truncate(f.size))
	}
	at = f.size
	f.size += int64(b.Len())
	return at, b.Len(), nil
}

// begin makes the partial file.
func (f *Folder) begin() error {
	if f.partial != nil {
		return nil
	}
	head, err := json.Marshal(f.under)
	if err != nil {
		return err
	}
	head = append(head, '\n')
	if f.partial, err = os.OpenFile(filepath.Join(f.dir, partialFile), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644); err != nil {
		return err
	}
	n, err := f.partial.Write(head)
	f.size = int64(n)
	return err
}

// has reports whether there is a verdict on a sample, its own or that of one with the
// same program. An error that came instead is none: it will be tried again.
func (f *Folder) has(i int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := f.spot(i)
	return at.size > 0 && !at.errored
}

// spot is where the verdict of a sample stands. f.mu is held.
func (f *Folder) spot(i int) spot {
	if of, ok := f.repeated[i]; ok {
		i = of
	}
	return f.found[i]
}

// read reads what was found of a sample, or of one with the same program.
func (f *Folder) read(i int) (reports.Judged, error) {
	f.mu.Lock()
	at, file := f.spot(i), f.partial
	f.mu.Unlock()
	if at.inOld {
		file = f.old
	}
	line := make([]byte, at.size)
	var j reports.Judged
	if _, err := file.ReadAt(line, at.offset); err != nil {
		return j, err
	}
	if err := json.NewDecoder(bytes.NewReader(line)).Decode(&j); err != nil {
		return j, fmt.Errorf("%s: %w", file.Name(), err)
	}
	return j, nil
}

// finish removes what is no longer needed when all results are written.
func (f *Folder) finish() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.partial == nil {
		return nil
	}
	err := errors.Join(f.partial.Close(), os.Remove(f.partial.Name()))
	f.partial = nil
	return err
}

// Close closes the files and gives up the lock.
func (f *Folder) Close() error {
	var errs []error
	for _, file := range []*os.File{f.old, f.partial} {
		if file != nil {
			errs = append(errs, file.Close())
		}
	}
	return errors.Join(slices.Concat(errs, []error{f.lock.Unlock()})...)
}
