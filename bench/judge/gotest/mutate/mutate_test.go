package mutate

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand/v2"
	"testing"
)

const reference = `import "strings"

func F(words []string, n int) (int, bool) {
	count := 0
	for i, w := range words {
		if len(w) > n && i%2 == 0 {
			count += strings.Count(w, "a")
		}
	}
	return count, true
}
`

func draw(seed uint64) Program {
	return New(rand.New(rand.NewPCG(seed, 1)), "F", reference, map[string]bool{"t": true})
}

func TestEqualSeedsGiveEqualPrograms(t *testing.T) {
	different := 0
	for seed := range uint64(200) {
		a, b := draw(seed), draw(seed)
		if a.Code != b.Code || fmt.Sprint(a.Kinds) != fmt.Sprint(b.Kinds) {
			t.Fatalf("seed %d gives two programs:\n%s\n%s", seed, a.Code, b.Code)
		}
		if a.Code != draw(seed+1000).Code {
			different++
		}
	}
	if different < 190 {
		t.Errorf("only %d of 200 seeds give another program than their neighbours", different)
	}
}

// A layer that never compiles tests nothing.
func TestEveryLayerCompilesNowAndThen(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks packages of the standard library: not with -short")
	}
	std := importer.ForCompiler(token.NewFileSet(), "source", nil)
	compiled := map[string]bool{}
	for seed := uint64(0); seed < 6000 && len(compiled) < len(layers()); seed++ {
		p := &program{rng: rand.New(rand.NewPCG(seed, 2)), src: reference, entry: "F", function: "F"}
		kind := p.wrap()
		if compiled[kind] {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "", "package p;"+p.src, 0)
		if err != nil {
			t.Fatalf("%s: %v\n%s", kind, err, p.src)
		}
		conf := types.Config{Importer: std}
		if _, err := conf.Check("p", fset, []*ast.File{f}, nil); err == nil {
			compiled[kind] = true
		}
	}
	for _, l := range layers() {
		if !compiled[l.kind] {
			t.Errorf("%s never compiles", l.kind)
		}
	}
}

func TestNamesToAvoidAreNotDeclared(t *testing.T) {
	avoid := map[string]bool{}
	plain, predeclared := awkward()
	for _, name := range append(plain[2:], predeclared...) {
		avoid[name] = true
	}
	for seed := range uint64(100) {
		p := &program{rng: rand.New(rand.NewPCG(seed, 3)), src: reference, entry: "F", function: "F", avoid: avoid}
		if name := p.fresh(map[string]bool{}); avoid[name] {
			t.Fatalf("seed %d: %s", seed, name)
		}
	}
}
