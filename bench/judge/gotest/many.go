package gotest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// maxPackages bounds how many answers one go test is given.
const maxPackages = 200

// JudgeAll runs go test for many answers, as packages of one module: cheaper than one
// go test an answer. Results are in the order of answers.
func (w *Workspace) JudgeAll(ctx context.Context, answers []Answer) ([]Result, error) {
	var results []Result
	for len(answers) > 0 {
		n := min(len(answers), maxPackages)
		some, err := w.judgeSome(ctx, answers[:n])
		if err != nil {
			return nil, err
		}
		results, answers = append(results, some...), answers[n:]
	}
	return results, nil
}

func (w *Workspace) judgeSome(ctx context.Context, answers []Answer) ([]Result, error) {
	names := make([]string, len(answers))
	args := append(w.flags(), "-json")
	for i, a := range answers {
		var err error
		if names[i], err = w.add(a); err != nil {
			return nil, err
		}
		defer os.RemoveAll(filepath.Join(w.dir, names[i]))
		args = append(args, "./"+names[i])
	}
	out, err := w.run(ctx, w.dir, args)
	if err != nil {
		return nil, err
	}
	runs, err := read(out.stdout)
	if err != nil {
		return nil, err
	}
	results := make([]Result, len(answers))
	for i, name := range names {
		r := runs[moduleName+"/"+name]
		if r == nil || !r.done {
			return nil, fmt.Errorf("go test said nothing about task %s (%s): %s", answers[i].Record.ID, name, out.stderr)
		}
		results[i] = result(r.out.Bytes(), r.passed, r.elapsed)
	}
	return results, nil
}

// event is a line of go test -json; see "go doc test2json" and "go help buildjson".
type event struct {
	Action      string
	Package     string
	ImportPath  string // of events about building
	Test        string
	Output      string
	FailedBuild string
	Elapsed     float64 // seconds
}

// tested is what was said about one package.
type tested struct {
	out          bytes.Buffer
	done, passed bool
	elapsed      time.Duration
}

// read reads events. What the compiler said about a package comes under the name of
// the build that failed, which the package's last event tells.
func read(out []byte) (map[string]*tested, error) {
	runs, builds := map[string]*tested{}, map[string]string{}
	for line := range bytes.Lines(out) {
		var e event
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, fmt.Errorf("go test -json printed %q: %w", line, err)
		}
		if e.Package == "" {
			builds[e.ImportPath] += e.Output
			continue
		}
		r := runs[e.Package]
		if r == nil {
			r = &tested{}
			runs[e.Package] = r
		}
		r.out.WriteString(e.Output)
		if e.Test == "" && (e.Action == "pass" || e.Action == "fail" || e.Action == "skip") {
			r.done, r.passed = true, e.Action == "pass"
			r.elapsed = time.Duration(e.Elapsed * float64(time.Second))
			r.out.WriteString(builds[e.FailedBuild])
		}
	}
	return runs, nil
}
