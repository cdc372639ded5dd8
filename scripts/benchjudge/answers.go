package main

import (
	"fmt"
	"os"
	"path/filepath"

	"dialogo/bench"
	"dialogo/bench/judge/gotest"
	"dialogo/datasets"
)

// answer is one to be judged.
type answer struct {
	// name is the task's ID and which of its answers this is, e.g. "Go/0 buggy".
	name   string
	task   *bench.Task
	record gotest.Record
	code   string
}

// marked is the answer's code with a comment at its end, which makes it another program
// to whatever remembers programs.
func (a answer) marked(mark string) string { return a.code + "\n// " + mark + "\n" }

// dataset is where the data set is.
func dataset() string {
	root := os.Getenv("DIALOGO_SHARED")
	if root == "" {
		root = filepath.Join("..", "shared")
	}
	return filepath.Join(root, "data", "humanevalpack", "humanevalpack_go.jsonl")
}

// load reads the data set and takes n answers, evenly drawn; all if n is 0.
func load(n int) ([]answer, error) {
	path := dataset()
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("there is no %s: set DIALOGO_SHARED to the folder with the shared test data (it holds bigcode-project/octopack's HumanEvalPack for Go)", path)
	}
	set, err := datasets.Load(path, datasets.Options{})
	if err != nil {
		return nil, err
	}
	records, err := gotest.Records(path)
	if err != nil {
		return nil, err
	}
	var all []answer
	for i := range set.Tasks {
		t := &set.Tasks[i]
		all = append(all, answer{t.ID + " reference", t, records[t.ID], t.Reference}, answer{t.ID + " buggy", t, records[t.ID], t.Buggy})
	}
	return sample(all, n), nil
}

// sample takes n elements, evenly drawn; all if n is 0 or more than there are.
func sample[T any](all []T, n int) []T {
	if n == 0 || n >= len(all) {
		return all
	}
	some := make([]T, n)
	for i := range some {
		some[i] = all[i*len(all)/n]
	}
	return some
}
