// Package judging judges the answers of a samples file, without a model.
//
// A samples file is read twice, a sample at a time: [Scan] looks at all of it, so that
// nothing is judged of a file that is not sound; [Runner.Run] judges. What is judged is
// appended to a [Folder] as it finishes, in any order, and from there put in the order
// of the file at the end. Answers are held in memory only while they are judged; what
// stays is where they are, some dozens of bytes each.
package judging

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"iter"
	"os"
	"slices"

	"dialogo/bench"
	"dialogo/datasets"
)

// maxErrors is how many bad samples one message names.
const maxErrors = 20

// Plan is what is to be judged: the samples of a file, in its order, that answer
// selected tasks.
type Plan struct {
	Tasks []bench.Task
	// Hash identifies the samples, by content and order.
	Hash string
	// Skipped says what was left out, of so many bad samples the first few.
	Skipped    []error
	SkippedAll int
	// Notes are known defects of tasks that have samples.
	Notes []datasets.Note

	file     string
	dataset  string  // its name
	unknown  int     // samples of tasks that the dataset does not have
	hinted   bool    // one of them is nearly the name of a task
	others   []error // of Skipped, those that are not such samples
	prompts  map[string]string
	ids      []string       // of all tasks of the dataset
	position map[string]int // of the tasks, -1 of those that are not selected
	order    []place
	byTask   [][]int // the samples of each task
}

// place is what of a sample stays in memory.
type place struct{ task, sample, line int }

// Scan looks at all samples of a file. Tasks are the selected ones of the dataset:
// samples of the others are passed over. The error is a [*bench.UsageError], also for a
// file without samples of the tasks, unless skipBad leaves bad samples out.
func Scan(file string, set datasets.Set, tasks []bench.Task, skipBad bool) (*Plan, error) {
	p := &Plan{Tasks: tasks, file: file, dataset: set.Name, prompts: set.Prompts, position: map[string]int{}, byTask: make([][]int, len(tasks))}
	for i := range set.Tasks {
		p.position[set.Tasks[i].ID] = -1
		p.ids = append(p.ids, set.Tasks[i].ID)
	}
	for i := range tasks {
		p.position[tasks[i].ID] = i
	}
	read, passed := 0, 0
	h := sha256.New()
	samples, err := p.samples(&passed)
	if err != nil {
		return nil, err
	}
	for s, err := range samples {
		read++
		if err != nil {
			p.skip(s, err)
			continue
		}
		t := p.position[s.Task]
		p.byTask[t] = append(p.byTask[t], len(p.order))
		p.order = append(p.order, place{t, len(p.byTask[t]) - 1, s.Line})
		addHash(h, s)
	}
	p.Hash = hex.EncodeToString(h.Sum(nil))
	p.Notes = p.concerning(set.Notes)
	switch {
	case p.unknown > 0 && !p.hinted && len(p.order)+passed == 0:
		return nil, p.otherDataset()
	case p.SkippedAll > 0 && !skipBad:
		return nil, p.refuse()
	case read+passed == 0:
		return nil, bench.Usagef("samples %s: there are none in it", file)
	case len(p.order) == 0 && p.SkippedAll > 0:
		return nil, bench.Usagef("samples %s: none is left, all %d were skipped; %w", file, p.SkippedAll, p.refuse())
	case len(p.order) == 0:
		return nil, bench.Usagef("samples %s: none of the %d is an answer to a selected task", file, passed)
	}
	return p, nil
}

// skip notes a bad sample; of many the first, and what the file ends in if it cannot be
// read to its end.
func (p *Plan) skip(s datasets.Sample, err error) {
	p.SkippedAll++
	var unknown *unknownTask
	isUnknown := errors.As(err, &unknown)
	if isUnknown {
		p.unknown++
	}
	if len(p.Skipped) >= maxErrors && (isUnknown || s.Line > 0) {
		return
	}
	err = p.explain(err)
	p.Skipped = append(p.Skipped, err)
	if !isUnknown {
		p.others = append(p.others, err)
	}
}

// otherDataset is one error for a file all of whose samples are of unknown tasks: the
// dataset is most likely not theirs. What else is wrong with the file is said too.
func (p *Plan) otherDataset() error {
	err := bench.Usagef("samples %s: none of the %d samples' tasks is in %s, which has %d, such as %q; did you mean another --dataset?",
		p.file, p.unknown, p.dataset, len(p.ids), slices.Concat(p.ids, []string{""})[0])
	if len(p.others) == 0 {
		return err
	}
	return bench.Usagef("%w\n%w", err, errors.Join(p.others...))
}

// concerning are the notes on tasks that have samples.
func (p *Plan) concerning(notes []datasets.Note) []datasets.Note {
	return slices.DeleteFunc(slices.Clone(notes), func(n datasets.Note) bool {
		at, known := p.position[n.Task]
		return !known || at < 0 || len(p.byTask[at]) == 0
	})
}

// unknownTask is the fault of a sample.
type unknownTask struct{ place, id string }

// Error implements error.
func (e *unknownTask) Error() string { return e.place }

// samples reads the file; samples of tasks that are not selected are passed over, and
// counted.
func (p *Plan) samples(passed *int) (iter.Seq2[datasets.Sample, error], error) {
	info, err := os.Stat(p.file)
	switch {
	case p.file == "-":
		return nil, bench.Usagef("samples -: a samples file is read twice, so it cannot be a pipe: save it as a file, and name that")
	case errors.Is(err, fs.ErrNotExist):
		return nil, bench.Usagef("no samples file %s", p.file)
	case err != nil:
		return nil, bench.Usagef("samples %s: %w; name a file of answers that can be read", p.file, bench.FileReason(err))
	case !info.Mode().IsRegular():
		return nil, bench.Usagef("samples %s: it is no regular file; it is read twice, so it cannot be a pipe or a folder", p.file)
	}
	f, err := os.Open(p.file)
	if err != nil {
		return nil, bench.Usagef("samples %s: %w; name a file of answers that can be read", p.file, bench.FileReason(err))
	}
	return func(yield func(datasets.Sample, error) bool) {
		defer f.Close() // read only
		for s, err := range datasets.ReadSamples(io.Reader(f), p.file) {
			at, known := p.position[s.Task]
			switch {
			case err != nil:
			case !known:
				s, err = datasets.Sample{}, &unknownTask{fmt.Sprintf("%s:%d", p.file, s.Line), s.Task}
			case at < 0:
				*passed++
				continue
			}
			if s.Prompt == "" {
				s.Prompt = p.prompts[s.Task]
			}
			if !yield(s, err) {
				return
			}
		}
	}, nil
}

// explain names the nearest task for an unknown one.
func (p *Plan) explain(err error) error {
	var unknown *unknownTask
	if !errors.As(err, &unknown) {
		return err
	}
	hint := ""
	if len(unknown.id) < 100 {
		hint = bench.DidYouMean(unknown.id, p.ids)
		p.hinted = p.hinted || hint != ""
	}
	if hint == "" && len(p.ids) > 0 {
		hint = fmt.Sprintf("; the dataset has %d, such as %q", len(p.ids), p.ids[0])
	}
	return bench.Usagef("%s: unknown task %.100q%s", unknown.place, unknown.id, hint)
}

// refuse is one error for all bad samples.
func (p *Plan) refuse() error {
	err := errors.Join(p.Skipped...)
	if more := p.SkippedAll - len(p.Skipped); more > 0 {
		err = fmt.Errorf("%w\nand %d more", err, more)
	}
	if p.SkippedAll == 1 {
		return bench.Usagef("%w", err)
	}
	return bench.Usagef("samples %s: %d errors; mend them, or leave these samples out with --skip-bad:\n%w", p.file, p.SkippedAll, err)
}

// addHash adds what of a sample decides on its verdict.
func addHash(h hash.Hash, s datasets.Sample) {
	whole := "completion"
	if s.Whole {
		whole = "program"
	}
	for _, text := range []string{s.Task, whole, s.Prompt, s.Text} {
		h.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(text))))
		io.WriteString(h, text)
	}
}

// Answers is how many samples there are to judge.
func (p *Plan) Answers() int { return len(p.order) }

// Unanswered is how many tasks have no sample.
func (p *Plan) Unanswered() int {
	n := 0
	for _, s := range p.byTask {
		if len(s) == 0 {
			n++
		}
	}
	return n
}

// Unpaced is how many tasks that have samples have no reference whose time could set
// the limit of theirs.
func (p *Plan) Unpaced() int {
	n := 0
	for i := range p.Tasks {
		if len(p.byTask[i]) > 0 && p.Tasks[i].Reference == "" {
			n++
		}
	}
	return n
}
