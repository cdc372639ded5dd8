package judge

import (
	"context"
	"debug/elf"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"

	"dialogo/bench/judge/sandbox"
)

// answerName is the name of a program that answers are in.
const answerName = "answer"

// program is a linked program, which holds one or more answers.
type program struct {
	file  *os.File
	dir   string
	users atomic.Int64
}

// openProgram opens a program that was linked into a folder of its own, for so many
// users.
func openProgram(dir, name string, users int) (*program, error) {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return nil, fmt.Errorf("judge: %w", err)
	}
	p := &program{file: f, dir: dir}
	p.users.Store(int64(users))
	return p, nil
}

// size is how much memory the program takes before it does anything, in bytes; 0 if it
// does not say. Variables are most of it.
func (p *program) size() (n int64) {
	f, err := elf.NewFile(p.file)
	if err != nil {
		return 0
	}
	for _, segment := range f.Progs {
		if segment.Type == elf.PT_LOAD {
			n += int64(segment.Memsz)
		}
	}
	return n
}

// release gives up one use; after the last the program is removed.
func (p *program) release() {
	if p.users.Add(-1) == 0 {
		p.file.Close()
		os.RemoveAll(p.dir)
	}
}

// programDir makes a folder for a program, which neither compilers nor other programs
// see.
func (j *Judge) programDir() (string, error) {
	dir, err := os.MkdirTemp(j.dir, "program-")
	if err != nil {
		return "", fmt.Errorf("judge: %w", err)
	}
	if err := os.Chmod(dir, 0o755); err != nil { // the box may have a user of its own
		os.RemoveAll(dir)
		return "", fmt.Errorf("judge: %w", err)
	}
	return dir, nil
}

// buildAlone compiles and links an answer as a program of its own.
func (j *Judge) buildAlone(ctx context.Context, st *stage, a *answer) (out built, err error) {
	dir, err := j.programDir()
	if err != nil {
		return out, err
	}
	defer func() {
		if out.program == nil {
			os.RemoveAll(dir)
		}
	}()
	var b build
	var names []string
	add := func(base, source string) {
		b.file(a.fileName(base), []byte(source))
		names = append(names, a.fileName(base))
	}
	if a.merge { // before the answer: what is declared twice is found in the later file
		add("given", st.given.merged(a.funcs))
		add("cases", st.casesFile(j.tools, true))
	}
	add(ownFile, a.source)
	add("bridge", st.bridge(a))
	b.compile(j, "main", "answer.a", st.compile, names...)
	b.link(j, "answer.a", answerName, st.link)
	b.output(answerName, dir)
	r, err := b.runSoon(ctx, j)
	out.cost = r.CPU
	if err != nil {
		return out, err
	}
	if r.End == sandbox.Signaled && r.Signal == int(syscall.SIGKILL) && r.CPU < time.Duration(j.limits.Compile)/2 {
		return out, errors.New("judge: something killed the compiler") // it was not its limit
	}
	if !succeeded(r) {
		out.diagnostics = a.diagnose(st.exam, r, j.limits)
		return out, nil
	}
	out.program, err = openProgram(dir, answerName, 1)
	return out, err
}
