package judge

import (
	"context"
	"embed"
	"fmt"
	"go/version"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// driverSource is what runs inside an answer's process, compiled once a Judge.
//
//go:embed driver/*.go driver/testing/*.go driver/assert/*.go
var driverSource embed.FS

// stackFile takes the place of driver/stack.go on a Go version where it is known to
// work: it reaches the runtime without runtime/debug, which saves 8 of the 45 ms of
// processor time that linking a small answer takes.
const stackFile = `package driver

import _ "unsafe"

//go:linkname runtimeSetMaxStack runtime/debug.setMaxStack
func runtimeSetMaxStack(int) int

func setMaxStack(n int) { runtimeSetMaxStack(n) }
`

// stackVersion is the Go version stackFile was tried with.
const stackVersion = "go1.26"

// compileDriver compiles the driver.
func (j *Judge) compileDriver(ctx context.Context) error {
	j.driver = filepath.Join(j.seen, "driver")
	if err := os.Mkdir(j.driver, 0o755); err != nil {
		return fmt.Errorf("judge: %w", err)
	}
	var b build
	if err := b.embedded(j, driverPath, "driver"); err != nil {
		return err
	}
	b.file("importcfg", j.tools.importcfg(false, nil))
	if version.Lang(j.tools.version) == stackVersion {
		b.replace("driver_stack.go", stackFile)
	}
	return j.compileOwn(ctx, b)
}

// replace puts another source in the place of a file of the first step, one that
// declares a function without a body.
func (b *build) replace(name, source string) {
	for i := range b.files {
		if b.files[i].Name == name {
			b.files[i].Data = []byte(source)
		}
	}
	b.steps[0] = slices.DeleteFunc(b.steps[0], func(arg string) bool { return arg == "-complete" })
}

// compileShims compiles what stands in for testing and testify, once.
func (j *Judge) compileShims(ctx context.Context) error {
	_, err := j.shims.do(ctx, "", func(ctx context.Context) (struct{}, error) {
		var b build
		for _, path := range []string{testingPath, assertPath} {
			if err := b.embedded(j, path, path[strings.Index(path, "driver/"):]); err != nil {
				return struct{}{}, err
			}
		}
		b.file("importcfg", j.tools.importcfg(false, map[string]string{driverPath: filepath.Join(j.driver, "driver.a")}))
		return struct{}{}, j.compileOwn(ctx, b)
	})
	return err
}

// embedded adds the compilation of an embedded package.
func (b *build) embedded(j *Judge, path, dir string) error {
	entries, err := driverSource.ReadDir(dir)
	if err != nil {
		return err
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		data, err := driverSource.ReadFile(dir + "/" + e.Name())
		if err != nil {
			return err
		}
		name := strings.ReplaceAll(dir, "/", "_") + "_" + e.Name()
		b.file(name, data)
		names = append(names, name)
	}
	out := dir[strings.LastIndexByte(dir, '/')+1:] + ".a"
	b.compile(j, path, out, "importcfg", names...)
	b.output(out, j.driver)
	return nil
}

// compileOwn carries out a build of our own sources, which cannot be at fault.
func (j *Judge) compileOwn(ctx context.Context, b build) error {
	r, err := b.runSoon(ctx, j)
	if err == nil && !succeeded(r) {
		err = fmt.Errorf("judge: compile the driver: %s (%s, status %d)", stable(firstLine(string(r.Stdout)+string(r.Stderr))), r.End, r.Exit)
	}
	return err
}
