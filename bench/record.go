package bench

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Schema is the version of the run folder's layout.
const Schema = 1

// Names of the files in a run folder.
const (
	studyFile    = "study.yaml"
	manifestFile = "manifest.json"
	tasksFile    = "tasks.jsonl"
	episodesFile = "episodes.jsonl"
	callsDir     = "calls"
	lockFile     = ".lock"
)

// Manifest says under what a run was made, so that two runs can be told to be
// comparable. Report and CSV use only its reproducible fields: not Host, not Started.
type Manifest struct {
	// Schema is the version of the run folder's layout.
	Schema int `json:"schema"`
	// Dialogo and Go are versions; Dialogo ends in "+dirty" for a modified tree.
	Dialogo string `json:"dialogo"`
	Go      string `json:"go"`
	// Dataset and Prompts are hashes of all tasks and of the prompt texts.
	Dataset string `json:"dataset"`
	Prompts string `json:"prompts"`
	// DatasetBefore is the hash before the run was last extended: a crash may leave
	// the manifest extended and the tasks not yet.
	DatasetBefore string `json:"dataset_before,omitempty"`
	// Judge is the judge's version, Sandbox what isolated the answers.
	Judge   string `json:"judge"`
	Sandbox string `json:"sandbox"`
	// Required are the layers of isolation that had to hold, and Unsandboxed says that
	// they were overridden on request.
	Required    []Layer `json:"sandbox_required,omitempty"`
	Unsandboxed bool    `json:"unsafe_no_sandbox"`
	Seed        uint64  `json:"seed"`
	// Host is the operating system, architecture and number of CPUs.
	Host string `json:"host"`
	// Skipped counts dataset records left out by --skip-bad.
	Skipped int `json:"skipped,omitempty"`
	// Started is when the run was first started, RFC 3339.
	Started string `json:"started"`
}

// Record is a run folder as read: all that scores, tables and reports are made from.
type Record struct {
	// Dir is the folder.
	Dir      string
	Study    Study
	Manifest Manifest
	// Tasks are the run's tasks in plan order.
	Tasks []Task
	// Episodes are in plan order, not in the order they finished.
	Episodes []Episode
	// Planned is how many episodes the study has; more than len(Episodes) when
	// the run was interrupted.
	Planned int
}

// ReadRun reads a run folder, finished or not. It takes no lock and changes
// nothing; a torn last line of the log is left out. A folder that is no run
// folder is a [*UsageError].
func ReadRun(dir string) (*Record, error) {
	r := &Record{Dir: dir}
	b, err := os.ReadFile(filepath.Join(dir, studyFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Usagef("%s is not a run folder: it has no %s", dir, studyFile)
	}
	if err != nil {
		return nil, Usagef("%s cannot be read as a run folder: its %s: %w", dir, studyFile, FileReason(err))
	}
	if r.Study, err = ParseStudy(b, filepath.Join(dir, studyFile)); err != nil {
		return nil, err
	}
	if b, err = os.ReadFile(filepath.Join(dir, manifestFile)); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, &r.Manifest); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, manifestFile), err)
	}
	if r.Manifest.Schema != Schema {
		return nil, Usagef("%s was written in layout %d, this dialogo reads layout %d: use the version that wrote it (%s)",
			dir, r.Manifest.Schema, Schema, r.Manifest.Dialogo)
	}
	if r.Tasks, err = readLines[Task](filepath.Join(dir, tasksFile)); err != nil {
		return nil, err
	}
	if h := HashTasks(r.Tasks); h != r.Manifest.Dataset && h != r.Manifest.DatasetBefore {
		return nil, Usagef("%s is not what the run was made with (its hash is not the manifest's): restore it, or start a new run", filepath.Join(dir, tasksFile))
	}
	log, err := readLines[Episode](filepath.Join(dir, episodesFile))
	if err != nil {
		return nil, err
	}
	r.arrange(log)
	return r, nil
}

// arrange puts the log's episodes into plan order. An episode that was run again
// (it was errored, or the study got more turns) replaces its earlier line.
func (r *Record) arrange(log []Episode) {
	last := map[Key]Episode{}
	for _, e := range log {
		last[e.Key] = e
	}
	plan := Plan(r.Study, r.Tasks)
	r.Planned = len(plan)
	r.Episodes = nil
	for _, k := range plan {
		if e, ok := last[k]; ok {
			r.Episodes = append(r.Episodes, e)
		}
	}
}

// Call reads one model call of the run by its hash.
func (r *Record) Call(hash string) (Call, error) {
	c, ok, err := readCall(callPath(filepath.Join(r.Dir, callsDir), hash), hash)
	if err == nil && !ok {
		err = fmt.Errorf("call %s is missing from %s", hash, callsDir)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w: 'dialogo resume %s' makes it again", r.Dir, err, r.Dir)
	}
	return c, err
}

// whole leaves out the episodes with a call that is missing or damaged, so that
// resuming plays them again.
func (r *Record) whole() {
	good := map[string]bool{"": true}
	has := func(hash string) bool {
		if _, known := good[hash]; !known {
			_, err := r.Call(hash)
			good[hash] = err == nil
		}
		return good[hash]
	}
	r.Episodes = slices.DeleteFunc(r.Episodes, func(e Episode) bool {
		return slices.ContainsFunc(e.Turns, func(t Turn) bool {
			return !has(t.Call) || slices.ContainsFunc(t.Feedback, func(f Feedback) bool { return !has(f.Call) })
		})
	})
}

// Errored counts episodes that the harness or a service failed.
func (r *Record) Errored() int {
	n := 0
	for _, e := range r.Episodes {
		if e.Error != nil {
			n++
		}
	}
	return n
}

// readLines reads a JSON Lines file. A last line without its newline was torn by
// a crash and is left out; a missing file is empty.
func readLines[T any](path string) ([]T, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	b = b[:bytes.LastIndexByte(b, '\n')+1]
	var all []T
	sc := bufio.NewScanner(bytes.NewReader(b))
	sc.Buffer(nil, len(b)+1)
	for n := 1; sc.Scan(); n++ {
		var v T
		if err := json.Unmarshal(sc.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		all = append(all, v)
	}
	return all, sc.Err()
}
