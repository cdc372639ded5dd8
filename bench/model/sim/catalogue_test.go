package sim_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"strings"
	"testing"

	"dialogo/bench"
	"dialogo/bench/model/sim"
)

// compiler type-checks code against the real standard library, which it reads
// from source: a check on the catalogue's own checker, which loads no imports.
type compiler struct {
	fset *token.FileSet
	imp  types.Importer
}

func newCompiler() compiler {
	fset := token.NewFileSet()
	return compiler{fset, importer.ForCompiler(fset, "source", nil)}
}

func (c compiler) compile(t *bench.Task, code string) error {
	var files []*ast.File
	for _, text := range []string{code, t.Context} {
		if text == "" {
			continue
		}
		f, err := parser.ParseFile(c.fset, t.ID+".go", "package task\n"+text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	_, err := (&types.Config{Importer: c.imp}).Check("task", c.fset, files, nil)
	return err
}

func TestStatesCompileOrNotAsTheirBugsSay(t *testing.T) {
	gc := newCompiler()
	states, without := 0, 0
	own := suite(t)
	tasks := append(own, few()...)
	for i := range tasks {
		task := &tasks[i]
		c, err := sim.NewCatalogue(task)
		if err != nil {
			t.Fatal(err)
		}
		if i < len(own) && (len(c.Compile) == 0 || len(c.Semantic) < 2) {
			without++
			t.Logf("%s: only %d compile and %d semantic bugs", task.ID, len(c.Compile), len(c.Semantic))
		}
		for _, s := range c.States() {
			states++
			err := gc.compile(task, c.Code(s))
			if broken := s.Compile >= 0; broken != (err != nil) {
				t.Errorf("%s %v: compile error %v for\n%s", task.ID, s, err, c.Code(s))
			}
		}
	}
	t.Logf("%d states of %d tasks", states, len(tasks))
	if without > len(own)/10 {
		t.Errorf("%d of %d tasks of the suite have hardly any bugs", without, len(own))
	}
}

func TestCatalogueProperties(t *testing.T) {
	for _, task := range append(few(), suite(t)...) {
		c, err := sim.NewCatalogue(&task)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Compile) > 2 || len(c.Semantic) > 4 {
			t.Errorf("%s: %d compile and %d semantic bugs", task.ID, len(c.Compile), len(c.Semantic))
		}
		again, err := sim.NewCatalogue(&task)
		if err != nil || !reflect.DeepEqual(c, again) {
			t.Errorf("%s: two catalogues differ (%v)", task.ID, err)
		}
		endless := 0
		for _, b := range c.Semantic {
			if b.Kind == "endless loop" {
				endless++
			}
			if b.Weight <= 0 || b.Weight > 1 {
				t.Errorf("%s: %+v", task.ID, b)
			}
		}
		if endless > 1 {
			t.Errorf("%s: %d endless loops", task.ID, endless)
		}
		seen := map[string]sim.State{}
		for _, s := range c.States() {
			code := c.Code(s)
			if other, dup := seen[code]; dup {
				t.Errorf("%s: states %v and %v have the same code", task.ID, s, other)
			}
			seen[code] = s
			for _, form := range []string{code, "package main\n\n" + code, "\n\n" + code + "\n", strings.ReplaceAll(code, "\n", "\r\n")} {
				if got, ok := c.Find(form); !ok || got != s {
					t.Errorf("%s: Find(Code(%v)) = %v, %v", task.ID, s, got, ok)
				}
			}
		}
		if c.Code(sim.State{Compile: -1, Semantic: -1}) != task.Reference {
			t.Errorf("%s: the state without bugs is not the reference", task.ID)
		}
		if s, ok := c.Find(task.Reference + "// more"); ok {
			t.Errorf("%s: foreign code is taken for state %v", task.ID, s)
		}
	}
}

// A bug in a worklist, a search by halves or a recursion could run for ever; only
// the bug that says so may.
func TestRiskyPlacesAreLeftAlone(t *testing.T) {
	for _, task := range few() {
		c, err := sim.NewCatalogue(&task)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range c.Semantic {
			line := lineAt(task.Reference, b.From)
			for _, risky := range []string{"lo < hi", "lo = mid", "hi = mid", "len(queue)", "seen[to]", "if n < 2", "n > 1 ||", "make("} {
				if strings.Contains(line, risky) && b.Kind != "endless loop" {
					t.Errorf("%s: %s at %q", task.ID, b.Kind, line)
				}
			}
		}
	}
}

func lineAt(text string, at int) string {
	start := strings.LastIndex(text[:at], "\n") + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	return line
}

func TestNoReferenceNoCatalogue(t *testing.T) {
	for _, reference := range []string{"", "  \n", "func F( {", "not Go"} {
		if _, err := sim.NewCatalogue(&bench.Task{ID: "odd", Reference: reference}); err == nil || !strings.Contains(err.Error(), `"odd"`) {
			t.Errorf("reference %q: %v", reference, err)
		}
	}
	var bad []bench.Task
	for i := range 7 {
		bad = append(bad, bench.Task{ID: fmt.Sprint("t", i)})
	}
	var usage *bench.UsageError
	_, err := sim.New("weak", append(bad, few()...), nil, nil)
	if !errors.As(err, &usage) || !strings.Contains(err.Error(), `"t4"`) || !strings.Contains(err.Error(), "2 more") {
		t.Errorf("%v", err)
	}
}

func BenchmarkNewCatalogue(b *testing.B) {
	tasks := suite(b)
	for b.Loop() {
		for i := range tasks {
			if _, err := sim.NewCatalogue(&tasks[i]); err != nil {
				b.Fatal(err)
			}
		}
	}
}
