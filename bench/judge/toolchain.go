package judge

import (
	"bytes"
	"context"
	"debug/elf"
	"errors"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"go/version"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"dialogo/bench"
)

// minGo is the oldest Go that can judge: its language and messages are what the
// tasks were written for.
const minGo = "go1.26"

// toolchain is the installed Go: compiler, linker and the compiled standard library.
type toolchain struct {
	version  string
	compiler string
	linker   string
	std      []stdPackage
	readOnly []string // what compiler and linker must see
	zones    string   // the file of time zones, which answers may see; none if empty

	mu       sync.Mutex // guards imported, and all type checking with it
	imported types.Importer
}

// stdPackage is a package of the standard library.
type stdPackage struct{ path, name, export string }

// public reports whether an answer may import the package.
func (p stdPackage) public() bool {
	return !strings.HasPrefix(p.path, "vendor/") && !strings.HasPrefix(p.path, "cmd/") &&
		!slices.Contains(strings.Split(p.path, "/"), "internal")
}

// ToolchainError says that Go's compiler and standard library cannot be used here.
type ToolchainError struct{ err error }

// Error implements error.
func (e *ToolchainError) Error() string { return e.err.Error() }

// Unwrap is what was found, a *bench.UsageError where the user can mend it.
func (e *ToolchainError) Unwrap() error { return e.err }

// findToolchain is openToolchain; its error is that of ctx, or a [*ToolchainError].
func findToolchain(ctx context.Context, dir string) (*toolchain, error) {
	t, err := openToolchain(ctx, dir)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx) // not that a command was killed
	}
	if err != nil {
		return nil, &ToolchainError{err}
	}
	return t, nil
}

// openToolchain looks for go, asks for its tools, and has the standard library
// compiled, which takes half a minute the first time on a machine. dir is a folder
// for what has to be copied.
func openToolchain(ctx context.Context, dir string) (*toolchain, error) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		return nil, bench.Usagef("the judge compiles answers with Go %s or newer, but there is no go command: install it from https://go.dev/dl", minGo[2:])
	}
	out, err := runGo(ctx, goTool, dir, "env", "GOVERSION", "GOTOOLDIR", "GOCACHE", "GOROOT")
	if err != nil {
		return nil, err
	}
	env := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(env) != 4 {
		return nil, fmt.Errorf("go env: unexpected answer %q", out)
	}
	// A development version has no comparable number and is taken to be new.
	if v, _, _ := strings.Cut(env[0], " "); version.IsValid(v) && version.Compare(v, minGo) < 0 {
		return nil, bench.Usagef("the judge needs Go %s or newer, but %s is %s: update it, or set GOTOOLCHAIN=%s.0+auto", minGo[2:], goTool, v, minGo)
	}
	t := &toolchain{version: env[0], compiler: filepath.Join(env[1], "compile"), linker: filepath.Join(env[1], "link")}
	if runtime.GOOS == "windows" {
		t.compiler, t.linker = t.compiler+".exe", t.linker+".exe"
	}
	if err := t.listStd(ctx, goTool, dir); err != nil {
		return nil, err
	}
	if zones := filepath.Join(env[3], "lib", "time", "zoneinfo.zip"); isFile(zones) {
		t.zones = zones
	}
	return t, t.expose(env[2], dir)
}

func isFile(path string) bool {
	fi, err := os.Stat(path)
	return err == nil && fi.Mode().IsRegular()
}

// runGo runs the go command outside of any module, with the settings that decide
// what it builds pinned.
func runGo(ctx context.Context, goTool, dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, goTool, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off", "GO111MODULE=off",
		"GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH, "GOEXPERIMENT=", "PWD="+dir)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		said := shorten(strings.TrimSpace(stderr.String()), maxMessage)
		if aboutCache(said) {
			return nil, bench.Usagef("the judge needs Go's build cache, for the compiled standard library: %s; set GOCACHE, or HOME, to a folder that can be written and has room", said)
		}
		return nil, fmt.Errorf("go %s: %w: %s", args[0], err, said)
	}
	return stdout.Bytes(), nil
}

// aboutCache reports whether the go command complains of the folder that it writes to.
func aboutCache(said string) bool {
	return slices.ContainsFunc([]string{"build cache", "permission denied", "read-only file system", "no space left on device", "disk quota exceeded"},
		func(words string) bool { return strings.Contains(said, words) })
}

func (t *toolchain) listStd(ctx context.Context, goTool, dir string) error {
	out, err := runGo(ctx, goTool, dir, "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Name}}\t{{.Export}}", "std")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) == 3 {
			t.std = append(t.std, stdPackage{f[0], f[1], f[2]})
		}
	}
	if len(t.std) < 100 {
		return fmt.Errorf("go list std: only %d packages", len(t.std))
	}
	exports := map[string]string{}
	for _, p := range t.std {
		exports[p.path] = p.export
	}
	t.imported = importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		if exports[path] == "" {
			return nil, fmt.Errorf("package %s is not in std", path)
		}
		return os.Open(exports[path])
	})
	return nil
}

// expose decides what compiler and linker see: themselves, the build cache, and
// the libraries of the system if they are linked to any. As root they run as
// another user, who may not be able to read the cache; then it is copied.
func (t *toolchain) expose(cache, dir string) error {
	t.readOnly = []string{t.compiler, t.linker}
	if f, err := elf.Open(t.compiler); err == nil {
		if libs, err := f.ImportedLibraries(); err == nil && len(libs) > 0 {
			for _, d := range []string{"/lib", "/lib64", "/usr/lib", "/usr/lib64"} {
				if fi, err := os.Lstat(d); err == nil && fi.IsDir() {
					t.readOnly = append(t.readOnly, d)
				}
			}
		}
		f.Close()
	}
	inCache := func(p stdPackage) bool {
		return p.export == "" || strings.HasPrefix(p.export, cache+string(filepath.Separator))
	}
	if !slices.ContainsFunc(t.std, func(p stdPackage) bool { return !inCache(p) || !readableByAll(cache, p.export) }) {
		t.readOnly = append(t.readOnly, cache)
		return nil
	}
	std := filepath.Join(dir, "std")
	t.readOnly = append(t.readOnly, std)
	return t.copyStd(std)
}

// readableByAll looks at a file and the folders between it and root.
func readableByAll(root, path string) bool {
	if path == "" || os.Geteuid() != 0 {
		return true
	}
	for p := path; len(p) >= len(root); p = filepath.Dir(p) {
		fi, err := os.Stat(p)
		if err != nil || fi.Mode()&0o004 == 0 || fi.IsDir() && fi.Mode()&0o001 == 0 {
			return false
		}
	}
	return true
}

func (t *toolchain) copyStd(dir string) error {
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	for i, p := range t.std {
		if p.export == "" {
			continue
		}
		data, err := os.ReadFile(p.export)
		if err != nil {
			return fmt.Errorf("standard library: %w", err)
		}
		t.std[i].export = filepath.Join(dir, fmt.Sprintf("%d.a", i))
		if err := os.WriteFile(t.std[i].export, data, 0o644); err != nil {
			return fmt.Errorf("standard library: %w", err)
		}
	}
	return nil
}

// importcfg lists archives for the compiler (public packages only, which is what
// keeps answers from importing others) or the linker (all).
func (t *toolchain) importcfg(all bool, more map[string]string) []byte {
	var b bytes.Buffer
	for _, p := range t.std {
		if p.export != "" && (all || p.public()) {
			fmt.Fprintf(&b, "packagefile %s=%s\n", p.path, p.export)
		}
	}
	for path, file := range more {
		fmt.Fprintf(&b, "packagefile %s=%s\n", path, file)
	}
	return b.Bytes()
}

// allows reports whether an answer may import a package.
func (t *toolchain) allows(path string) bool {
	return slices.ContainsFunc(t.std, func(p stdPackage) bool { return p.path == path && p.public() })
}

// packageNamed finds the package that is meant where source mentions name without
// importing it: the one with the shortest path, and among those the first that is
// not of a specialised kind.
func (t *toolchain) packageNamed(name string) (path string, ok bool) {
	rank := func(p stdPackage) int {
		n := 2 * strings.Count(p.path, "/")
		for _, special := range []string{"crypto/", "html/", "go/", "debug/", "runtime/", "net/", "index/", "testing/"} {
			if strings.HasPrefix(p.path, special) {
				n++
			}
		}
		return n
	}
	best := -1
	for _, p := range t.std {
		if p.name == name && p.public() && p.export != "" {
			if r := rank(p); best < 0 || r < best || r == best && p.path < path {
				best, path = r, p.path
			}
		}
	}
	return path, best >= 0
}
