package sim

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dialogo/bench"
)

// Calls keeps model calls and shares equal ones; nil makes each call anew.
type Calls interface {
	Do(ctx context.Context, key bench.CallKey, call func(ctx context.Context) (bench.Call, error)) (bench.Call, error)
}

// New opens a simulated model: the students weak, medium and strong, or the
// critic; "sim/" before the name does not matter. Tasks are those the student will
// be asked about. Extra overrides [Params] of a student by name; the critic has
// none. Errors are usage errors: an unknown name or parameter, tasks whose
// reference is missing or no Go.
func New(name string, tasks []bench.Task, extra map[string]any, calls Calls) (bench.Model, error) {
	name = strings.TrimPrefix(name, "sim/")
	if name == "critic" {
		if len(extra) > 0 {
			return nil, bench.Usagef("model sim/critic: extra: it has no parameters; remove %s",
				strings.Join(slices.Sorted(maps.Keys(extra)), ", "))
		}
		return &Critic{calls: calls}, nil
	}
	return NewStudent(name, tasks, extra, calls)
}

// Student is a simulated model that answers tasks. Its zero value knows none.
type Student struct {
	name   string // "sim/weak"
	params Params
	calls  Calls
	order  []string // task IDs as given
	known  map[string]*lesson
}

// lesson is a task with its catalogue, made when first needed.
type lesson struct {
	task      *bench.Task
	catalogue func() (*Catalogue, error)
}

// NewStudent opens a student; see [New].
func NewStudent(name string, tasks []bench.Task, extra map[string]any, calls Calls) (*Student, error) {
	name = strings.TrimPrefix(name, "sim/")
	p, ok := students()[name]
	if !ok {
		return nil, unknownName(name)
	}
	p, err := p.with(name, extra)
	if err != nil {
		return nil, err
	}
	s := &Student{name: "sim/" + name, params: p, calls: calls, known: map[string]*lesson{}}
	for i := range tasks {
		t := tasks[i]
		s.order = append(s.order, t.ID)
		s.known[t.ID] = &lesson{&t, sync.OnceValues(func() (*Catalogue, error) { return NewCatalogue(&t) })}
	}
	return s, s.checkTasks()
}

// checkTasks reports the tasks without a usable reference, at most five by name.
func (s *Student) checkTasks() error {
	const most = 5
	var bad []string
	for _, id := range s.order {
		if _, err := s.known[id].catalogue(); err != nil {
			bad = append(bad, err.Error())
		}
	}
	if len(bad) == 0 {
		return nil
	}
	text := strings.Join(bad[:min(most, len(bad))], "; ")
	if len(bad) > most {
		text += fmt.Sprintf("; and %d more", len(bad)-most)
	}
	return bench.Usagef("model %s makes its bugs from reference solutions: %s; leave these tasks out", s.name, text)
}

// Params are the student's parameters.
func (s *Student) Params() Params { return s.params }

// Catalogue is the student's catalogue of a task; an error if the task is unknown.
func (s *Student) Catalogue(task string) (*Catalogue, error) {
	l, ok := s.known[task]
	if !ok {
		return nil, fmt.Errorf("model %s was not told of task %q", s.name, task)
	}
	return l.catalogue()
}

// request is what identifies a call; see [bench.CallKey].
type request struct {
	Model     string          `json:"model"`
	Version   string          `json:"version"`
	Params    *Params         `json:"params,omitempty"`
	Purpose   bench.Purpose   `json:"purpose"`
	Task      string          `json:"task"`
	Reference string          `json:"reference,omitempty"` // its SHA-256, not itself
	Turn      int             `json:"turn"`
	Seed      uint64          `json:"seed"`
	Messages  []bench.Message `json:"messages"`
}

// Generate implements [bench.Model]. It fails only for a task or purpose it was
// not made for.
func (s *Student) Generate(ctx context.Context, c bench.Conversation) (bench.Completion, error) {
	if c.Purpose != bench.Answer {
		return bench.Completion{}, fmt.Errorf("model %s answers tasks; it was asked for %q", s.name, c.Purpose)
	}
	cat, err := s.Catalogue(c.Task)
	if err != nil {
		return bench.Completion{}, err
	}
	sum := sha256.Sum256([]byte(cat.Reference))
	r := request{Model: s.name, Version: Version, Params: &s.params, Purpose: c.Purpose, Task: c.Task,
		Reference: hex.EncodeToString(sum[:]), Turn: c.Turn, Seed: c.Seed, Messages: c.Messages}
	return ask(ctx, s.calls, r, c.Draw, func() (string, error) {
		return reply(cat, s.decide(cat, c), c), nil
	})
}

// ask makes a call, or has it looked up. A simulated call takes no time and has
// no start: the record of it is the same at every run.
func ask(ctx context.Context, calls Calls, r request, draw string, answer func() (string, error)) (bench.Completion, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return bench.Completion{}, fmt.Errorf("model %s: request: %w", r.Model, err)
	}
	key := bench.CallKey{Provider: "sim", Request: body, Draw: draw}
	call := func(context.Context) (bench.Call, error) {
		text, err := answer()
		return bench.Call{Hash: key.Hash(), Key: key, Model: r.Model, Purpose: r.Purpose, Task: r.Task, Turn: r.Turn,
			Messages: r.Messages, Text: text, FinishReason: "stop", Simulated: true}, err
	}
	var made bench.Call
	if calls == nil {
		made, err = call(ctx)
	} else {
		made, err = calls.Do(ctx, key, call)
	}
	if err != nil {
		return bench.Completion{}, err
	}
	return bench.Completion{Text: made.Text, Call: made.Hash, Simulated: true, Usage: made.Usage}, nil
}

// decide is the state the student's next answer is in.
func (s *Student) decide(cat *Catalogue, c bench.Conversation) State {
	u := func(decision string) float64 {
		return uniform(decision, strconv.FormatUint(c.Seed, 10), s.name, c.Task, c.Draw, strconv.Itoa(c.Turn))
	}
	task := s.known[c.Task].task
	code, feedback, ok := lastExchange(c.Messages, task)
	from, found := cat.Find(code)
	if !ok || !found { // code it does not know, e.g. after repair_imports: a fresh start
		return cat.States()[pick(s.params.start(cat, s.name, task), u("start"))]
	}
	if from == correct() {
		return from
	}
	// One number decides on both: repairs take it from below, swaps from above.
	// With more evidence a repair thus never fails that succeeded with less.
	repaired, class := from.repaired()
	luck := u("repair")
	switch {
	case luck < s.params.repair(class, observe(feedback)):
		return repaired
	case luck >= 1-s.params.Swap && from.Semantic >= 0 && len(cat.Semantic) > 1:
		weights := make([]float64, len(cat.Semantic))
		for j, share := range cat.others(from) {
			weights[j] = share
		}
		return State{from.Compile, pick(weights, u("swap"))}
	}
	return from
}
