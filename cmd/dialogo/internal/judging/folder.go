package judging

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
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

	mu      sync.Mutex
	partial *os.File // nil until something is appended or was there
	size    int64    // of partial
	found   []spot   // by the sample's number
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
		return bench.Usagef("verdict folder: %w", err)
	}
	foreign := ""
	for _, f := range files {
		switch {
		case f.Name() == reports.SummaryFile, f.Name() == partialFile:
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
		return nil, bench.Usagef("make verdict folder: %w", err)
	}
	f := &Folder{dir: dir, lock: flock.New(filepath.Join(dir, lockFile)), under: under, found: make([]spot, len(p.order))}
	ok, err := f.lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
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
		return nil
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
	if f.old, err = os.Open(filepath.Join(f.dir, reports.VerdictsFile)); err != nil {
		return err
	}
	_, err = f.find(f.old, 0, p, seen)
	return err
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
		line, err := r.ReadBytes('\n')
		if err == io.EOF {
			return offset, nil
		}
		var j reports.Judged
		if err == nil {
			err = json.Unmarshal(line, &j)
		}
		if err != nil {
			return 0, damaged(file, n, err)
		}
		task, ok := position[j.Task]
		if !ok || j.Sample < 0 || j.Sample >= len(p.byTask[task]) {
			return 0, damaged(file, n, fmt.Errorf("there is no sample %d of task %q", j.Sample, j.Task))
		}
		if i := p.byTask[task][j.Sample]; j.Verdict != nil {
			f.found[i] = spot{inOld: file == f.old, offset: offset, size: len(line)}
			seen(i, j.CodeHash)
		}
		offset += int64(len(line))
	}
}

// append adds the verdict on a sample.
func (f *Folder) append(i int, j reports.Judged) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(j); err != nil {
		return fmt.Errorf("task %q, sample %d: %w", j.Task, j.Sample, err)
	}
	line := b.Bytes()
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.begin(); err != nil {
		return err
	}
	if _, err := f.partial.WriteAt(line, f.size); err != nil {
		return errors.Join(fmt.Errorf("keep verdict: %w", err), f.partial.Truncate(f.size))
	}
	f.found[i] = spot{errored: j.Verdict == nil, offset: f.size, size: len(line)}
	f.size += int64(len(line))
	return nil
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

// has reports whether there is a verdict on a sample, or the error that came instead.
func (f *Folder) has(i int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.found[i].size > 0
}

// read reads what was found of a sample.
func (f *Folder) read(i int) (reports.Judged, error) {
	f.mu.Lock()
	at, file := f.found[i], f.partial
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
