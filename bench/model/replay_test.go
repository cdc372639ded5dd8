package model_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/bench/model"
)

// recordCalls makes a run folder with the calls of some models, by label, each of
// which answers with its label and the draw.
func recordCalls(t *testing.T, dir string, labels ...string) {
	t.Helper()
	store := bench.NewCallStore(filepath.Join(dir, "calls"))
	for _, label := range labels {
		for _, draw := range []string{"s0", "s1"} {
			c := said(draw)
			if strings.HasPrefix(label, "critic") {
				c.Purpose = bench.NoviceCritic
			}
			request, _ := json.Marshal(label)
			key := bench.CallKey{Provider: "openai", URL: "http://h", Request: request, Draw: draw}
			_, err := store.Do(t.Context(), key, func(context.Context) (bench.Call, error) {
				return bench.Call{Model: label, Purpose: c.Purpose, Task: c.Task, Messages: c.Messages, Text: label + " " + draw,
					FinishReason: "stop", Response: json.RawMessage(`{"raw":1}`), Usage: bench.Usage{PromptTokens: 1, CompletionTokens: 2, Known: true},
					Simulated: label == "simulated", Started: start, DurationMS: 12, Attempts: []bench.Attempt{{Status: 200}}}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestReplayAnswersAsRecorded(t *testing.T) {
	dir := t.TempDir()
	recordCalls(t, dir, "a@b/c", "simulated", "critic x")
	critic := said("s0")
	critic.Purpose = bench.NoviceCritic
	w := newWorld(t)
	for _, c := range []struct {
		name string
		conv bench.Conversation
		want string
	}{
		{"@a@b/c", said("s0"), "a@b/c s0"}, {"@a@b/c", said("s1"), "a@b/c s1"},
		{"@simulated", said("s1"), "simulated s1"}, {"@critic x", critic, "critic x s0"},
	} {
		m := w.open(t, bench.ModelSpec{Name: "replay/" + dir + c.name, As: "again" + c.name})
		got, err := m.Generate(t.Context(), c.conv)
		if err != nil || got.Text != c.want || got.Simulated != (c.name == "@simulated") || !got.Usage.Known {
			t.Errorf("%s: got %+v, %v; want %q", c.name, got, err, c.want)
			continue
		}
		k := w.call(t, got.Call)
		if k.Model != "again"+c.name || k.Key.Provider != "replay" || k.Key.URL != "" || k.FinishReason != "stop" ||
			string(k.Response) != `{"raw":1}` || k.DurationMS != 12 || !k.Started.Equal(start) || k.Attempts != nil {
			t.Errorf("%s: kept %+v", c.name, k)
		}
		var request struct{ Call string }
		if err := json.Unmarshal(k.Key.Request, &request); err != nil {
			t.Fatal(err)
		}
		if old, err := (&bench.Record{Dir: dir}).Call(request.Call); err != nil || old.Text != c.want {
			t.Errorf("%s: the request does not name the original: %s, %v", c.name, k.Key.Request, err)
		}
	}
}

func TestReplayOfAReplay(t *testing.T) {
	w := newWorld(t)
	first := t.TempDir()
	recordCalls(t, first, "m")
	a, err := w.open(t, bench.ModelSpec{Name: "replay/" + first}).Generate(t.Context(), said("s0"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(first); err != nil { // the second run must do without the first
		t.Fatal(err)
	}
	b, err := newWorld(t).open(t, bench.ModelSpec{Name: "replay/" + w.dir}).Generate(t.Context(), said("s0"))
	if err != nil || a.Text != b.Text {
		t.Errorf("got %q and %q, %v", a.Text, b.Text, err)
	}
}

func TestReplayDoesNotInvent(t *testing.T) {
	dir := t.TempDir()
	recordCalls(t, dir, "m")
	w := newWorld(t)
	m := w.open(t, bench.ModelSpec{Name: "replay/" + dir})
	other := said("s0")
	other.Messages[1].Content += "!"
	critic, draw, roles := said("s0"), said("s2"), said("s0")
	critic.Purpose = bench.ExpertCritic
	roles.Messages[0].Role = bench.User
	for name, c := range map[string]bench.Conversation{"text": other, "purpose": critic, "draw": draw, "roles": roles} {
		c.Turn = 3
		if e := failed(t, m, c); e.Cause != "not_recorded" || !strings.Contains(e.Detail, `task "add", turn 3`) {
			t.Errorf("another %s: got %+v", name, e)
		}
	}
	if w.calls.Made() != 0 {
		t.Error("a failure was kept")
	}
}

func TestReplayOfFoldersThatCannot(t *testing.T) {
	two, broken, empty := t.TempDir(), t.TempDir(), t.TempDir()
	recordCalls(t, two, "alpha", "beta", "critic")
	recordCalls(t, broken, "m")
	files, _ := filepath.Glob(broken + "/calls/*/*.json")
	if err := os.WriteFile(files[0], []byte(`{"model`), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, want string }{
		{two, `answer calls of 2 models: choose one by replay/` + two + `@LABEL; labels are "alpha", "beta"`},
		{two + "@alpa", `no calls of "alpa" (did you mean "alpha"?); labels are "alpha", "beta", "critic"`},
		{broken, files[0]},
		{empty, "holds no model calls"},
		{filepath.Join(empty, "none@x"), "none holds no model calls"},
	} {
		_, err := model.Open(bench.ModelSpec{Name: "replay/" + c.name}, newWorld(t).options())
		var u *bench.UsageError
		if !errors.As(err, &u) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want a usage error with %q", err, c.want)
		}
	}
}

func TestReplayOfAFolderWithAnAtInItsName(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run@home[1]")
	recordCalls(t, dir, "alpha", "beta")
	got, err := newWorld(t).open(t, bench.ModelSpec{Name: "replay/" + dir + "@beta"}).Generate(t.Context(), said("s0"))
	if err != nil || got.Text != "beta s0" {
		t.Errorf("got %q, %v", got.Text, err)
	}
}
