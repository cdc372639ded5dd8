package judging

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"dialogo/bench"
	"dialogo/datasets"
	"dialogo/reports"
	"dialogo/scoring"
)

// inFlight bounds the text of the answers that are judged at once, in bytes.
const inFlight = 16 << 20

// Runner judges the samples of a plan.
type Runner struct {
	Plan *Plan
	// Out is the folder for the verdicts, and Under the conditions they hold under.
	Out   string
	Under reports.JudgedUnder
	Judge bench.Judge
	// Jobs is how many answers are with the judge at once; at least 1.
	Jobs int
	// K are the k of pass@k, nil for scoring's default; Dialogo is our version.
	K       []int
	Dialogo string
	// Session is what is known of it beforehand. Now tells the time, and Began when the
	// session did; without Now its duration is not kept.
	Session reports.Session
	Now     func() time.Time
	Began   time.Time
	// Started and Done, if set, are told how many of the answers are judged from
	// earlier, and of each that was judged now.
	Started func(done int)
	Done    func(errored bool)

	folder *Folder
	mu     sync.Mutex
	first  map[program]int // the sample each program was first seen in
}

// program identifies what is judged.
type program struct {
	task int
	code [sha256.Size]byte
}

// Run judges what is not judged yet, writes all results and returns their summary.
// When ctx ends, what was judged is kept; so it is when the error is another one. An
// answer that could not be judged is no error, but counted in the summary.
func (r *Runner) Run(ctx context.Context) (s reports.VerdictSummary, err error) {
	r.first = map[program]int{}
	r.folder, err = Open(r.Out, r.Under, r.Plan, func(i int, codeHash string) {
		key := program{task: r.Plan.order[i].task}
		if n, err := hex.Decode(key.code[:], []byte(codeHash)); err == nil && n == len(key.code) {
			r.first[key] = i
		}
	})
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, r.folder.Close()) }()
	before := r.Judged()
	if r.Started != nil {
		r.Started(before)
	}
	if err := r.judgeAll(ctx); err != nil {
		return s, err
	}
	if s, err = r.summary(); err != nil {
		return s, err
	}
	if s.Session = r.Session; r.Now != nil {
		s.Session.Seconds = r.Now().Sub(r.Began).Seconds()
	}
	s.Session.Judged = r.Judged() + s.Errored - before
	if err := reports.WriteVerdicts(r.Out, r.answers(), s); err != nil {
		return s, err
	}
	return s, r.folder.finish()
}

// Judged is how many answers have a verdict, also after an interrupt. It is what
// Started will be told when the same is begun again.
func (r *Runner) Judged() int {
	n := 0
	if r.folder == nil {
		return 0 // it came before anything
	}
	for i := range r.Plan.order {
		if r.folder.has(i) {
			n++
		}
	}
	return n
}

// job is a sample on its way to the judge.
type job struct {
	number int
	sample datasets.Sample
}

// judgeAll reads the samples once more and has them judged.
func (r *Runner) judgeAll(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	jobs, room := make(chan job), semaphore.NewWeighted(inFlight)
	g.Go(func() error {
		defer close(jobs)
		return r.feed(ctx, jobs, room)
	})
	for range max(1, min(r.Jobs, r.Plan.Answers())) {
		g.Go(func() error {
			for j := range jobs {
				err := r.judge(ctx, j)
				room.Release(weight(j.sample))
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

func weight(s datasets.Sample) int64 { return min(int64(len(s.Text)), inFlight) }

// feed sends the samples that are not judged yet. It also sees to it that they are
// those that were scanned.
func (r *Runner) feed(ctx context.Context, jobs chan<- job, room *semaphore.Weighted) error {
	var passed int
	samples, err := r.Plan.samples(&passed)
	if err != nil {
		return err
	}
	h, i := sha256.New(), 0
	for s, err := range samples {
		if err != nil {
			continue // it was refused, or skipped, in the scan
		}
		addHash(h, s)
		if i >= len(r.Plan.order) || r.Plan.order[i].task != r.Plan.position[s.Task] {
			return r.changed()
		}
		if !r.folder.has(i) {
			if err := room.Acquire(ctx, weight(s)); err != nil {
				return context.Cause(ctx)
			}
			select {
			case jobs <- job{i, s}:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		i++
	}
	if hex.EncodeToString(h.Sum(nil)) != r.Plan.Hash {
		return r.changed()
	}
	return nil
}

func (r *Runner) changed() error {
	return bench.Usagef("samples %s: the file was changed while it was read: give the command again, with another --out", r.Plan.file)
}

// judge judges one sample, unless its program was seen before.
func (r *Runner) judge(ctx context.Context, j job) error {
	at := r.Plan.order[j.number]
	task := &r.Plan.Tasks[at.task]
	x := j.sample.Code(task)
	key := program{at.task, sha256.Sum256([]byte(x.Code))}
	r.mu.Lock()
	first, seen := r.first[key]
	if !seen {
		r.first[key] = j.number
	}
	r.mu.Unlock()
	if seen {
		defer r.done(false)
		return r.folder.repeats(j.number, first, repeat{task.ID, at.sample, r.Plan.order[first].sample})
	}
	v, err := r.Judge.Judge(ctx, task, x.Code)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	a := reports.Judged{Task: task.ID, Sample: at.sample, Line: at.line, Rule: x.Rule}
	a.SetCode(x.Code)
	a.MarkJudged(v, err)
	if err := r.folder.append(j.number, a); err != nil {
		return err
	}
	r.done(err != nil)
	return nil
}

func (r *Runner) done(errored bool) {
	if r.Done != nil {
		r.Done(errored)
	}
}

// answers are all answers in the order of their file.
func (r *Runner) answers() iter.Seq2[reports.Judged, error] {
	return func(yield func(reports.Judged, error) bool) {
		for i, at := range r.Plan.order {
			a, err := r.folder.read(i)
			a.Sample, a.Line = at.sample, at.line
			if !yield(a, err) || err != nil {
				return
			}
		}
	}
}

// summary counts.
func (r *Runner) summary() (reports.VerdictSummary, error) {
	p := r.Plan
	s := reports.VerdictSummary{Dialogo: r.Dialogo, JudgedUnder: r.Under, Tasks: len(p.Tasks), Unanswered: p.Unanswered(),
		Answers: p.Answers(), Repeated: p.Answers() - len(r.first), Skipped: p.SkippedAll, Statuses: map[bench.Status]int{}}
	for _, n := range p.Notes {
		s.Notes = append(s.Notes, reports.VerdictNote{Task: n.Task, Note: n.Text})
	}
	tallies := make([]scoring.Tally, len(p.Tasks))
	reasons := map[string]int{}
	i := 0
	for a, err := range r.answers() {
		if err != nil {
			return s, fmt.Errorf("read verdicts: %w", err)
		}
		t := &tallies[p.order[i].task]
		t.InProcess = p.Tasks[p.order[i].task].Trust() == bench.TrustInProcess
		i++
		switch {
		case a.Verdict == nil:
			t.Errored++
			s.Errored++
			reasons[reports.ErrorReason(a.Error)]++
			continue
		case a.Status == bench.Passed:
			t.Passed++
		default:
			t.Failed++
		}
		s.Statuses[a.Status]++
	}
	s.Errors = reports.CountErrors(reasons)
	countTrust(&s, tallies)
	rows, err := scoring.ScoreSamples(tallies, scoring.Options{K: r.K})
	s.PassAtK = reports.NewPassAtK(rows)
	return s, err
}

// countTrust counts the tasks with answers that were judged, by how they were.
func countTrust(s *reports.VerdictSummary, tallies []scoring.Tally) {
	for _, t := range tallies {
		switch {
		case t.Passed+t.Failed == 0: // nothing was judged
		case t.InProcess:
			s.InProcess++
		default:
			s.Lifted++
		}
	}
	s.LiftedShare = float64(s.Lifted) / float64(max(1, s.Lifted+s.InProcess))
}
