package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// allowed says which packages of ours each package may import: all may import
// bench, cmd and scripts everything, and within one owner (judge, model, datasets …) the owner
// and its private packages may import each other as Go allows.
func allowed(from, to string) bool {
	switch {
	case strings.HasPrefix(from, "cmd/"), strings.HasPrefix(from, "scripts/"):
		return to != "bench/benchtest"
	case to == "bench":
		return from != "bench"
	case from == "bench":
		return false
	case from == "reports" && to == "scoring":
		return true
	}
	return owner(from) == owner(to)
}

// owner is the package whose part another is: "bench/judge" of
// "bench/judge/sandbox", "datasets" of "datasets/lift".
func owner(pkg string) string {
	parts := strings.SplitN(pkg, "/", 3)
	if parts[0] == "bench" && len(parts) > 1 {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

// The architecture is one rule: imports form a star around bench.
func TestImportsFormAStar(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", "dialogo/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; seen++ {
		var p struct {
			ImportPath string
			Imports    []string
			Deps       []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		from := strings.TrimPrefix(p.ImportPath, "dialogo/")
		for _, imp := range p.Imports {
			if to, ours := strings.CutPrefix(imp, "dialogo/"); ours && !allowed(from, to) {
				t.Errorf("%s imports %s: imports form a star around bench", from, to)
			}
		}
		if from == "bench" && slices.ContainsFunc(p.Deps, func(d string) bool { return path.Dir(d) == "dialogo" || strings.HasPrefix(d, "dialogo/") }) {
			t.Error("bench depends on another package of ours")
		}
	}
	if seen < 8 {
		t.Errorf("go list found only %d packages", seen)
	}
}

func TestTheRuleRefusesWhatItShould(t *testing.T) {
	for _, e := range []struct {
		from, to string
		want     bool
	}{
		{"bench", "scoring", false}, {"scoring", "bench", true}, {"reports", "scoring", true}, {"scoring", "reports", false},
		{"feedback", "datasets", false}, {"bench/model", "bench/model/sim", true}, {"bench/model", "bench/judge", false},
		{"bench/judge", "bench/judge/sandbox", true}, {"bench/judge", "bench", true}, {"cmd/dialogo", "reports", true},
		{"datasets/lift", "datasets/gosrc", true}, {"datasets/lift", "feedback", false}, {"bench/model/sim", "bench/judge", false},
	} {
		if got := allowed(e.from, e.to); got != e.want {
			t.Errorf("%s imports %s: allowed %v, want %v", e.from, e.to, got, e.want)
		}
	}
}
