package datasets

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"dialogo/bench"
)

// Read reads records, one a line, as [Load] does from a file. The name is used for
// the dataset's name and in messages.
func Read(r io.Reader, name string, o Options) (Set, error) {
	c := collector{skip: o.SkipBad}
	stop := false
	err := eachLine(r, func(n int, text []byte) {
		if stop {
			return
		}
		t, err := parseRecord(text, baseName(name), o.Format)
		if err != nil {
			_, unknown := errors.AsType[*unknownRecord](err)
			// A file that begins like this is of another kind: the rest will say the same.
			stop = unknown && !o.SkipBad && len(c.tasks)+len(c.bad) == 0
			c.refuse(fmt.Errorf("%s:%d: %w", name, n, err))
			return
		}
		t.Source = fmt.Sprintf("%s:%d", name, n)
		c.add(t)
	}, func(n int, err error) {
		c.refuse(fmt.Errorf("%s:%d: the line %w", name, n, err))
	})
	if err != nil {
		c.refuse(fmt.Errorf("%s: %w", name, err))
	}
	return c.set(baseName(name), name)
}

// parseRecord makes a task of one line.
func parseRecord(text []byte, dataset, format string) (record, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return record{}, fmt.Errorf("malformed record: %w", jsonError(err))
	}
	format, err := recordFormat(slices.Sorted(maps.Keys(fields)), format)
	if err != nil {
		return record{}, err
	}
	var t record
	if format == formatDialogo {
		t.Task, err = parseTask(text, fields)
	} else {
		t, err = parseHumanEval(text)
	}
	if err != nil {
		return record{}, taskError(t.ID, err)
	}
	if t.Dataset == "" {
		t.Dataset = dataset
	}
	var errs []error
	for _, e := range checkTask(&t.Task) {
		errs = append(errs, e)
	}
	if err := errors.Join(errs...); err != nil {
		return record{}, taskError(t.ID, errors.New(strings.ReplaceAll(err.Error(), "\n", "; ")))
	}
	return t, nil
}

func taskError(id string, err error) error {
	if id == "" {
		return err
	}
	return fmt.Errorf("task %q: %w", id, err)
}

// jsonError says where in the line a JSON error is.
func jsonError(err error) error {
	if at, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("byte %d: %w; each line must be one JSON object", at.Offset, err)
	}
	if at, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if at.Field == "" {
			return fmt.Errorf("a JSON %s; each line must be one JSON object", at.Value)
		}
		return fmt.Errorf("field %s: a JSON %s where a %s belongs", at.Field, at.Value, at.Type)
	}
	return err
}

// parseTask reads dialogo's own record. Keys that mean nothing are refused: a
// misspelt "checker" would change what is right.
func parseTask(text []byte, fields map[string]json.RawMessage) (bench.Task, error) {
	known := taskKeys()
	for _, k := range slices.Sorted(maps.Keys(fields)) {
		if !slices.Contains(known, k) {
			return bench.Task{}, fmt.Errorf("unknown key %q%s", k, bench.DidYouMean(k, known))
		}
	}
	var t bench.Task
	if err := json.Unmarshal(text, &t); err != nil {
		return bench.Task{ID: t.ID}, jsonError(err)
	}
	return t, nil
}
