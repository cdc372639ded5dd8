package bench

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// Log keeps finished episodes; a [Run] does.
type Log interface {
	// Append returns once the episode is safe.
	Append(Episode) error
}

// Runner carries out a plan: it plays the planned episodes, several at a time,
// and appends each to its log as soon as it is finished.
type Runner struct {
	Study Study
	Tasks []Task
	// Models by [ModelSpec.Label].
	Models map[string]Model
	Mixes  []Mix
	Judge  Judge
	Log    Log
	// Jobs is how many episodes are played at once; at least 1.
	Jobs int
	// Observer is told what happens; nil is nobody.
	Observer Observer
	// Now is the clock of the events; nil is time.Now.
	Now func() time.Time
}

// Run plays the episodes of keys; done is how many others of the plan were
// finished in earlier sessions, for the observer. It returns when all are
// logged, when ctx ends, or when the log cannot be written. An episode that is
// under way then is not logged: resuming plays it again, and finds its calls kept.
func (r *Runner) Run(ctx context.Context, keys []Key, done int) error {
	r.observe(Event{Started: &Started{Episodes: len(keys) + done, Done: done}})
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	queue := make(chan Key)
	var workers sync.WaitGroup
	for range max(1, min(r.Jobs, len(keys))) {
		workers.Go(func() {
			for k := range queue {
				if err := r.play(ctx, k); err != nil {
					stop(err)
				}
			}
		})
	}
feed:
	for _, k := range keys {
		select {
		case queue <- k:
		case <-ctx.Done():
			break feed
		}
	}
	close(queue)
	workers.Wait()
	return context.Cause(ctx)
}

// play plays one episode and logs it.
func (r *Runner) play(ctx context.Context, k Key) error {
	e, err := r.episode(ctx, k)
	if ctx.Err() != nil {
		return nil // interrupted: what it would say is not what happened
	}
	if err != nil {
		return err
	}
	if err := r.Log.Append(e); err != nil {
		return err
	}
	r.observe(Event{Finished: &e})
	return nil
}

// stepError is a failure of the harness or a service in one step of a turn.
type stepError struct {
	step string
	err  error
}

func (e *stepError) Error() string { return e.err.Error() }
func (e *stepError) Unwrap() error { return e.err }

// episode plays the turns of one key. Its error is the caller's: a key the runner
// knows nothing of. All else that fails is in the episode.
func (r *Runner) episode(ctx context.Context, k Key) (Episode, error) {
	p, err := r.player(k)
	if err != nil {
		return Episode{}, err
	}
	for t := range r.Study.Turns {
		if err := p.turn(ctx, t); err != nil {
			p.e.Stopped, p.e.Error = "error", episodeError(t, err)
			return p.e, nil
		}
		last := &p.e.Turns[t]
		r.observe(Event{Turn: &TurnDone{k, t, last.Verdict.Status}})
		if why := stopped(r.Study.Stop, last.Verdict); why != "" {
			p.e.Stopped = why
			return p.e, nil
		}
		if t == r.Study.Turns-1 {
			break
		}
		if err := p.feedback(ctx); err != nil {
			p.e.Stopped, p.e.Error = "error", episodeError(t, err)
			return p.e, nil
		}
	}
	p.e.Stopped = "turns"
	return p.e, nil
}

// stopped says why the stop rule ends an episode after this verdict, if it does.
func stopped(rule StopRule, v Verdict) string {
	switch {
	case rule == StopNever:
		return ""
	case v.Status == Passed:
		return "solved"
	case rule == StopVisible && v.VisiblePassed():
		return "visible"
	}
	return ""
}

func episodeError(turn int, err error) *EpisodeError {
	e := &EpisodeError{Turn: turn, Step: "internal", Cause: "internal", Message: err.Error()}
	var step *stepError
	if errors.As(err, &step) {
		e.Step = step.step
		if step.step == "judge" {
			e.Cause = "judge"
		}
	}
	var service *ServiceError
	if errors.As(err, &service) {
		e.Cause = service.Cause
	}
	return e
}

// player plays one episode.
type player struct {
	e       Episode
	task    *Task
	model   Model
	mix     Mix
	judge   Judge
	study   *Study
	talk    dialogue
	reply   string // the last reply, verbatim
	attempt int    // the turn at which the present attempt began; see Feedback.Fresh
}

func (r *Runner) player(k Key) (*player, error) {
	p := &player{e: Episode{Key: k}, model: r.Models[k.Model], judge: r.Judge, study: &r.Study}
	for i := range r.Tasks {
		if r.Tasks[i].ID == k.Task {
			p.task = &r.Tasks[i]
		}
	}
	found := false
	for _, m := range r.Mixes {
		if m.Notation == k.Mix {
			p.mix, found = m, true
		}
	}
	if p.task == nil || p.model == nil || !found {
		return nil, fmt.Errorf("episode %s: the runner has no such task, model or mix", k)
	}
	p.talk = dialogue{task: p.task, history: r.Study.History}
	return p, nil
}

// draw names the random draw of the present attempt.
func (p *player) draw() string {
	if p.attempt > 0 {
		return fmt.Sprintf("s%dt%d", p.e.Sample, p.attempt)
	}
	return fmt.Sprintf("s%d", p.e.Sample)
}

// turn plays turn t: generate, extract, judge. A panic in a part is that turn's
// error, so that one bad episode cannot take the run with it.
func (p *player) turn(ctx context.Context, t int) (err error) {
	defer recovered(&err)
	if t > 0 && silent(p.e.Turns[t-1].Feedback) {
		carried := p.e.Turns[t-1]
		carried.Index, carried.Call, carried.Carried, carried.Feedback = t, "", true, nil
		p.e.Turns = append(p.e.Turns, carried)
		return nil
	}
	c, err := p.model.Generate(ctx, Conversation{
		Messages: p.talk.messages(), Purpose: Answer, Task: p.task.ID, Turn: t, Draw: p.draw(), Seed: p.study.Seed,
	})
	if err != nil {
		return &stepError{"model", err}
	}
	p.reply, p.e.Simulated = c.Text, p.e.Simulated || c.Simulated
	x := Extract(c.Text, p.task)
	if p.study.RepairImports {
		x = RepairImports(x)
	}
	v, err := p.judge.Judge(ctx, p.task, x.Code)
	if err != nil {
		return &stepError{"judge", err}
	}
	p.e.Turns = append(p.e.Turns, Turn{Index: t, Call: c.Call, Extraction: x, Verdict: v})
	return nil
}

// silent reports whether the mix said nothing at all.
func silent(given []Feedback) bool {
	for _, f := range given {
		if f.Fresh || strings.TrimSpace(f.Text) != "" {
			return false
		}
	}
	return true
}

// feedback asks the mix about the last turn and prepares the next conversation.
func (p *player) feedback(ctx context.Context) (err error) {
	defer recovered(&err)
	last := &p.e.Turns[len(p.e.Turns)-1]
	x := &Exchange{Task: p.task, Turns: p.e.Turns, Draw: p.draw(), Seed: p.study.Seed}
	for _, s := range p.mix.Sources {
		f, err := s.Feedback(ctx, x)
		if err != nil {
			return &stepError{"feedback", err}
		}
		x.Given = append(x.Given, f)
	}
	last.Feedback = x.Given
	for _, f := range x.Given {
		if f.Fresh {
			p.attempt = last.Index + 1
			p.talk.restart()
			return nil
		}
	}
	if !silent(x.Given) {
		p.talk.add(p.reply, last.Extraction.Code, x.Given)
	}
	return nil
}

func recovered(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("dialogo has a bug, please report it: %v\n%s", v, debug.Stack())
	}
}

func (r *Runner) observe(e Event) {
	if r.Observer == nil {
		return
	}
	e.At = time.Now()
	if r.Now != nil {
		e.At = r.Now()
	}
	r.Observer.Observe(e)
}
