package datasets

import (
	"errors"
	"fmt"

	"dialogo/bench"
)

// maxErrors is how many bad records one message names.
const maxErrors = 20

// record is a task as a dataset has it, and what goes into a [Set] beside it.
type record struct {
	bench.Task
	prompt string // that a completion goes on behind
	defect string // see Note
}

// collector gathers good tasks and bad ones while a source is read.
type collector struct {
	skip    bool
	tasks   []bench.Task
	prompts map[string]string
	notes   []Note
	bad     []error
	seen    map[string]string // task ID → where it was read
}

// add takes a task, or refuses its ID if it was there before.
func (c *collector) add(t record) {
	if c.seen == nil {
		c.seen, c.prompts = map[string]string{}, map[string]string{}
	}
	if first, twice := c.seen[t.ID]; twice {
		c.refuse(fmt.Errorf("%s: task %q is there twice, first at %s: give it an ID of its own or remove it", t.Source, t.ID, first))
		return
	}
	c.seen[t.ID] = t.Source
	c.tasks = append(c.tasks, t.Task)
	if t.prompt != "" {
		c.prompts[t.ID] = t.prompt
	}
	if t.defect != "" {
		c.notes = append(c.notes, Note{t.ID, t.defect})
	}
}

// refuse notes what is wrong with one task. The message may quote the dataset, so
// it is cleaned.
func (c *collector) refuse(err error) { c.bad = append(c.bad, errors.New(Clean(err.Error()))) }

// set is the outcome. Several bad tasks make one error that names them all, up to
// maxErrors.
func (c *collector) set(name, source string) (Set, error) {
	if len(c.bad) > 0 && !c.skip {
		return Set{}, c.joined(source)
	}
	if len(c.tasks) == 0 {
		if len(c.bad) > 0 {
			return Set{}, bench.Usagef("dataset %s: no task is left, all were skipped; %w", source, c.joined(source))
		}
		return Set{}, bench.Usagef("dataset %s: there are no tasks in it", source)
	}
	s := Set{Name: name, Tasks: c.tasks, Prompts: c.prompts, Notes: c.notes}
	for _, err := range c.bad {
		s.Skipped = append(s.Skipped, bench.Usagef("%w", err))
	}
	return s, nil
}

func (c *collector) joined(source string) error {
	shown := c.bad[:min(len(c.bad), maxErrors)]
	err := errors.Join(shown...)
	if more := len(c.bad) - len(shown); more > 0 {
		err = fmt.Errorf("%w\nand %d more", err, more)
	}
	if len(c.bad) == 1 {
		return bench.Usagef("%w", err)
	}
	return bench.Usagef("dataset %s: %d errors; mend them, or leave the tasks out with --skip-bad:\n%w", source, len(c.bad), err)
}
