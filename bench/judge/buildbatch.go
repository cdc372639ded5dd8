package judge

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dialogo/bench/judge/sandbox"
)

// batchCompile bounds the processor time of compiling and of linking a batch, which
// take a quarter of a second. It is what an answer made to stall compilers takes from
// its neighbours, who are then built alone.
const batchCompile = 5 * time.Second

// batch is the build of answers as one program.
type batch struct {
	j       *Judge
	dir     string // visible to the compiler
	suffix  string // makes names that nobody can guess, see unguessable
	units   []*unit
	evicted []bool // must be built alone
	archive []string
	cost    time.Duration // processor time so far
}

// buildBatch builds answers as one program. Which of them cannot be built with the
// others is left to be built alone, for the compiler's own words about it.
func (j *Judge) buildBatch(ctx context.Context, units []*unit) {
	b := &batch{j: j, units: units, suffix: unguessable(), evicted: make([]bool, len(units)), archive: make([]string, len(units))}
	p, err := b.make(ctx)
	if p != nil {
		j.stats.add(func(s *Stats) { s.Batches++ })
	}
	which := 0
	for i, u := range units {
		u.out.cost = b.cost / time.Duration(len(units))
		if u.err = err; err == nil && p != nil && !b.evicted[i] {
			u.out.program, u.out.index, u.out.shared = p, which, true
			which++
		}
		close(u.done)
	}
}

// unguessable is what makes names, of variables and of files, that no answer can write.
func unguessable() string { return "_" + strings.ToLower(rand.Text()) + "_" }

// make returns no program if all have to be built alone.
func (b *batch) make(ctx context.Context) (*program, error) {
	if len(b.units) == 1 {
		return nil, nil
	}
	dir, err := os.MkdirTemp(b.j.seen, "batch-")
	if err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	b.dir = dir
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	begin := time.Now()
	for i, u := range b.units {
		if u.m != apart {
			continue
		}
		if b.evicted[i] = time.Since(begin) > batchCompile; b.evicted[i] {
			continue // the others have waited long enough
		}
		if err := b.compileApart(ctx, i); err != nil {
			return nil, err
		}
	}
	return b.link(ctx)
}

// maxAttempts is how often what the compiler complains about is left out. It finds
// errors in stages: of syntax, of types, of what can be compiled.
const maxAttempts = 4

// link compiles the answers that are merged, and links all. What the compiler
// complains about is left out.
func (b *batch) link(ctx context.Context) (*program, error) {
	for attempt := 0; ; attempt++ {
		n := 0
		for _, gone := range b.evicted {
			if !gone {
				n++
			}
		}
		if n < 2 {
			return nil, nil
		}
		dir, err := b.j.programDir()
		if err != nil {
			return nil, err
		}
		r, err := b.compileMerged(ctx, dir)
		if err != nil {
			os.RemoveAll(dir)
			return nil, err
		}
		if succeeded(r) {
			return b.open(dir, n)
		}
		os.RemoveAll(dir)
		if r.Step > 0 || attempt == maxAttempts || !b.evict(string(r.Stdout)+string(r.Stderr)) {
			return nil, nil
		}
	}
}

// maxProgram bounds the memory, in bytes, that a program of several answers takes before
// it does anything. Most take 2 MiB.
const maxProgram = 32 << 20

// open opens the program of so many answers, unless one of them is a burden to the
// others.
func (b *batch) open(dir string, n int) (*program, error) {
	p, err := openProgram(dir, answerName, n)
	if err != nil || p.size() <= maxProgram {
		return p, err
	}
	p.file.Close()
	return nil, os.RemoveAll(dir)
}

// complaints finds the places of the compiler's messages. Its late stages write whole
// paths. An answer whose words are quoted in a message cannot add a line that looks like
// one, since it does not know the suffix.
func (b *batch) complaints() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^(?:\S*/)?a` + b.suffix + `(\d+)\.go:\d+`)
}

// evict leaves out the answers that messages name; where none is named, all that are
// merged. It is false if there is nothing to leave out.
func (b *batch) evict(out string) (some bool) {
	for _, m := range b.complaints().FindAllStringSubmatch(out, -1) {
		if i, err := strconv.Atoi(m[1]); err == nil && i < len(b.units) && !b.evicted[i] {
			b.evicted[i], some = true, true
		}
	}
	if some {
		return true
	}
	for i, u := range b.units {
		if u.m == merged && !b.evicted[i] {
			b.evicted[i], some = true, true
		}
	}
	return some
}

// compileApart compiles an answer as a package of its own.
func (b *batch) compileApart(ctx context.Context, i int) error {
	u := b.units[i]
	var c build
	name := u.a.fileName(ownFile)
	c.file(name, []byte(u.a.source))
	c.file("access.go", []byte(u.st.apartFile(u.a, b.accessor(i))))
	c.compile(b.j, b.path(i), "answer.a", u.st.compile, name, "access.go")
	dir := filepath.Join(b.dir, strconv.Itoa(i))
	if err := os.Mkdir(dir, 0o755); err != nil {
		return fmt.Errorf("judge: %w", err)
	}
	c.output("answer.a", dir)
	c.most = time.Second
	r, err := c.run(ctx, b.j)
	b.cost += r.CPU
	if err != nil {
		return err
	}
	b.archive[i] = filepath.Join(dir, "answer.a")
	b.evicted[i] = !succeeded(r)
	return nil
}

func (b *batch) path(i int) string     { return "dialogo/answer/" + strconv.Itoa(i) }
func (b *batch) accessor(i int) string { return "Dialogo" + b.suffix + strconv.Itoa(i) }

// compileMerged compiles what is merged, with the main function, and links.
func (b *batch) compileMerged(ctx context.Context, dir string) (sandbox.Result, error) {
	var c build
	archives := map[string]string{}
	var names, imports, programs []string
	for i, u := range b.units {
		if b.evicted[i] {
			continue
		}
		for path, file := range u.st.archives(b.j) {
			archives[path] = file
		}
		if u.m == apart {
			archives[b.path(i)] = b.archive[i]
			imports = append(imports, fmt.Sprintf("import dialogo_answer%d %q\n", i, b.path(i)))
			programs = append(programs, fmt.Sprintf("dialogo_answer%d.%s(),\n", i, b.accessor(i)))
			continue
		}
		suffix := b.suffix + strconv.Itoa(i)
		name := "a" + suffix + ".go"
		c.file(name, []byte(u.a.renamed(suffix)))
		names = append(names, name)
		imports = append(imports, fmt.Sprintf("import dialogo_bound%d %q\n", i, u.st.path(u.st.exam.boundIn())))
		// The position tells whose entry function has the wrong type.
		programs = append(programs, fmt.Sprintf("//line %s:1000000\ndialogo_bound%d.%s,\n", name, i, u.st.exam.binding(u.st.exam.task.Entry+suffix)))
	}
	c.file("main.go", []byte(fmt.Sprintf("package main\n%s%s\nfunc main() {\n%sdriver.Main(\n%s)\n}\n", importing(driverPath),
		strings.Join(imports, ""), bridgePrefix, strings.Join(programs, ""))))
	c.file("compilecfg", b.j.tools.importcfg(false, archives))
	c.file("linkcfg", b.j.tools.importcfg(true, archives))
	c.compile(b.j, "main", "answer.a", "compilecfg", append([]string{"-e", "main.go"}, names...)...)
	c.link(b.j, "answer.a", answerName, "linkcfg")
	c.output(answerName, dir)
	c.most = batchCompile
	r, err := c.run(ctx, b.j)
	b.cost += r.CPU
	return r, err
}

// apartFile is what is compiled with an answer that is a package of its own.
func (e *exam) apartFile(a *answer, accessor string) string {
	aliases := e.aliases(a)
	paths := []string{driverPath, e.boundIn()}
	if aliases != "" {
		paths = append(paths, givenPath)
	}
	text := fmt.Sprintf("package main\n%s%sfunc %s() %sdriver.Opaque { return %s.%s }\n", importing(paths...), aliases, accessor,
		bridgePrefix, importName(e.boundIn()), e.binding(e.task.Entry))
	if !a.declared["main"] {
		text += "func main() {}\n"
	}
	return text
}
