package model

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dialogo/bench"
)

// replay answers with the calls of an earlier run. It knows a call by its
// messages, purpose and draw, not by its request: settings of the service may
// differ, what was said may not.
type replay struct {
	label string
	dir   string
	files fs.FS
	// calls are the names of the recorded calls' files by identity.
	calls map[string]string
	keep  Calls
}

// recorded is what of a kept call replay looks it up by.
type recorded struct {
	Key      bench.CallKey
	Model    string
	Purpose  bench.Purpose
	Messages []bench.Message
}

func (r recorded) identity() string { return identity(r.Messages, r.Purpose, r.Key.Draw) }

func identity(messages []bench.Message, p bench.Purpose, draw string) string {
	h := sha256.New()
	for _, s := range []string{string(p), draw} {
		fmt.Fprintf(h, "%q ", s)
	}
	for _, m := range messages {
		fmt.Fprintf(h, "%q %q ", m.Role, m.Content)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// openReplay indexes the calls of a run folder. Only the index stays in memory.
func openReplay(name string, spec bench.ModelSpec, o Options) (bench.Model, error) {
	dir, label := splitReplay(name)
	r := &replay{label: spec.Label(), dir: dir, files: os.DirFS(dir), calls: map[string]string{}, keep: o.Calls}
	names, err := fs.Glob(r.files, "calls/*/*.json")
	if err != nil || len(names) == 0 {
		return nil, bench.Usagef("model %s: %s holds no model calls (calls/*/*.json): name the folder of an earlier run", spec.Label(), dir)
	}
	heard := speakers{}
	for _, file := range names {
		var c recorded
		if err := r.read(file, &c); err != nil {
			return nil, bench.Usagef("model %s: %w", spec.Label(), err)
		}
		heard.add(c)
		if label == "" || c.Model == label {
			r.calls[c.identity()] = file
		}
	}
	if err := heard.check(spec, dir, label); err != nil {
		return nil, err
	}
	return r, nil
}

// splitReplay takes DIR[@label] apart. A folder may have an @ in its name, and so
// may a label: the longest name that is a folder wins.
func splitReplay(name string) (dir, label string) {
	for i := len(name); i > 0; i = strings.LastIndexByte(name[:i], '@') {
		if info, err := os.Stat(filepath.FromSlash(name[:i])); err == nil && info.IsDir() {
			return name[:i], strings.TrimPrefix(name[i:], "@")
		}
	}
	dir, label, _ = strings.Cut(name, "@")
	return dir, label
}

// speakers are the labels of the models that were asked, by purpose.
type speakers map[bench.Purpose]map[string]bool

func (s speakers) add(c recorded) {
	if s[c.Purpose] == nil {
		s[c.Purpose] = map[string]bool{}
	}
	s[c.Purpose][c.Model] = true
}

// check wants one model a purpose, or a label that was asked.
func (s speakers) check(spec bench.ModelSpec, dir, label string) error {
	all := map[string]bool{}
	for _, p := range slices.Sorted(maps.Keys(s)) {
		if labels := quoted(s[p]); label == "" && len(s[p]) > 1 {
			return bench.Usagef("model %s: %s holds %s calls of %d models: choose one by replay/%s@LABEL; labels are %s",
				spec.Label(), dir, p, len(s[p]), dir, labels)
		}
		maps.Copy(all, s[p])
	}
	if label != "" && !all[label] {
		return bench.Usagef("model %s: %s holds no calls of %q%s; labels are %s",
			spec.Label(), dir, label, bench.DidYouMean(label, slices.Sorted(maps.Keys(all))), quoted(all))
	}
	return nil
}

func quoted(set map[string]bool) string {
	var q []string
	for _, s := range slices.Sorted(maps.Keys(set)) {
		q = append(q, fmt.Sprintf("%q", s))
	}
	return strings.Join(q, ", ")
}

func (r *replay) read(file string, v any) error {
	b, err := fs.ReadFile(r.files, file)
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	var e *fs.PathError
	if err != nil && !errors.As(err, &e) {
		err = fmt.Errorf("%s: %w", path.Join(r.dir, file), err)
	}
	return err
}

// Generate implements bench.Model. The call is kept in the new run too, so that
// its folder is complete: under the provider "replay", with the original's hash
// as its request. It keeps the original's reply, token counts and times, but not
// its attempts: none was made now.
func (r *replay) Generate(ctx context.Context, c bench.Conversation) (bench.Completion, error) {
	if err := ctx.Err(); err != nil {
		return bench.Completion{}, fmt.Errorf("model %s: %w", r.label, err)
	}
	file, ok := r.calls[identity(c.Messages, c.Purpose, c.Draw)]
	if !ok {
		return bench.Completion{}, &bench.ServiceError{Cause: "not_recorded", Model: r.label,
			Detail: fmt.Sprintf("task %q, turn %d: this %s conversation (draw %q) is not among the calls of %s: its tasks, prompts, mixes or judge differed",
				c.Task, c.Turn, c.Purpose, c.Draw, r.dir)}
	}
	var old bench.Call
	if err := r.read(file, &old); err != nil {
		return bench.Completion{}, fmt.Errorf("model %s: %w", r.label, err)
	}
	request, err := json.Marshal(struct {
		Call string `json:"call"`
	}{old.Hash})
	if err != nil {
		return bench.Completion{}, err
	}
	key := bench.CallKey{Provider: "replay", Request: request, Draw: c.Draw}
	call, err := r.keep.Do(ctx, key, func(context.Context) (bench.Call, error) {
		old.Model, old.Purpose, old.Task, old.Turn, old.Messages = r.label, c.Purpose, c.Task, c.Turn, c.Messages
		old.Attempts = nil
		return old, nil
	})
	if err != nil {
		return bench.Completion{}, err
	}
	return completion(call), nil
}
