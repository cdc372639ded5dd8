package judge

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// buildOracle links a task's oracle, with others if it is of those that keep to
// themselves.
func (j *Judge) buildOracle(ctx context.Context, st *stage) (built, error) {
	u := &unit{st: st}
	if !st.exam.eager {
		return j.oracles.add(ctx, u)
	}
	release, err := j.acquire(ctx, toBuild)
	if err != nil {
		return built{}, err
	}
	defer release()
	p, err := j.linkOracles(ctx, []*unit{u})
	return built{program: p}, err
}

// buildOracles links the oracles of several tasks as one program. What is in it is
// the tasks' own code, compiled already.
func (j *Judge) buildOracles(ctx context.Context, units []*unit) {
	p, err := j.linkOracles(ctx, units)
	for i, u := range units {
		if u.err = err; err == nil {
			u.out = built{program: p, index: i}
		}
		close(u.done)
	}
}

func (j *Judge) linkOracles(ctx context.Context, units []*unit) (*program, error) {
	b := build{forTask: true}
	archives, compiled := map[string]string{}, map[string]string{}
	var imports, programs strings.Builder
	for i, u := range units {
		for path, file := range u.st.archives(j) {
			archives[path] = file
		}
		for path, base := range map[string]string{oraclePath: "oracle", checkerPath: "checker"} {
			if path == checkerPath && u.st.exam.task.Checker == "" {
				continue
			}
			data, err := os.ReadFile(filepath.Join(u.st.hidden, base+".a"))
			if err != nil {
				return nil, fmt.Errorf("task %q: %w", u.st.exam.task.ID, err)
			}
			name := fmt.Sprintf("%s%d.a", base, i)
			b.file(name, data)
			compiled[u.st.path(path)] = name
		}
		fmt.Fprintf(&imports, "import o%d %q\n", i, u.st.path(oraclePath))
		fmt.Fprintf(&programs, "o%d.%s(), ", i, bindProgram)
	}
	for path, file := range compiled {
		archives[path] = file
	}
	b.file("main.go", fmt.Appendf(nil, "package main\n%s%s\nfunc main() { %sdriver.Main(%s) }\n", importing(driverPath), &imports, bridgePrefix, &programs))
	b.file("compilecfg", j.tools.importcfg(false, archives))
	b.file("linkcfg", j.tools.importcfg(true, archives))
	b.compile(j, "main", "main.a", "compilecfg", "main.go")
	b.link(j, "main.a", "oracle", "linkcfg")
	dir, err := j.programDir()
	if err != nil {
		return nil, err
	}
	b.output("oracle", dir)
	r, err := b.run(ctx, j)
	if err == nil && !succeeded(r) {
		err = fmt.Errorf("judge: link the wanted values of %d tasks: %s (%s, status %d)", len(units), stable(firstLine(string(r.Stdout)+string(r.Stderr))), r.End, r.Exit)
	}
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	p, err := openProgram(dir, "oracle", 1)
	if err == nil {
		j.keep(p)
	}
	return p, err
}

// keep has Close remove a program. Tasks stay ready until then.
func (j *Judge) keep(p *program) {
	j.keeping.Lock()
	defer j.keeping.Unlock()
	j.kept = append(j.kept, p)
}
