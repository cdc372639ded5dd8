package datasets

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"dialogo/bench"
	"dialogo/datasets/gosrc"
)

// The files of a task folder.
const (
	yamlFile      = "task.yaml"
	promptFile    = "prompt.md"
	referenceFile = "reference.go"
	contextFile   = "context.go"
	checkerFile   = "checker.go"
	casesFile     = "cases.txt"
)

func folderFiles() []string {
	return []string{yamlFile, promptFile, referenceFile, contextFile, checkerFile, casesFile}
}

// loadFolder loads a folder of task folders. where is the folder's name for
// messages, dataset its name in the tasks.
func loadFolder(fsys fs.FS, where, dataset string, o Options) (Set, error) {
	if o.Format != "" && o.Format != formatFolder {
		return Set{}, bench.Usagef("dataset %s: format %q is one of files, and this is a folder", where, o.Format)
	}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return Set{}, bench.Usagef("dataset %s: %w; name a folder that can be read", where, bench.FileReason(err))
	}
	c := collector{skip: o.SkipBad}
	var records []string
	for _, e := range entries {
		if ignored(e.Name()) {
			continue
		}
		if e.IsDir() {
			c.folder(fsys, e.Name(), where, dataset)
		} else if strings.Contains(e.Name(), ".jsonl") {
			records = append(records, e.Name())
		}
	}
	if len(c.tasks)+len(c.bad) == 0 && len(records) > 0 {
		return Set{}, bench.Usagef("dataset %s: there are no task folders in it; name the file to load, e.g. %s",
			where, path.Join(where, records[0]))
	}
	return c.set(dataset, where)
}

// ignored reports whether an entry of a dataset or task folder is none of ours.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata"
}

// folder reads the task folder called id. All that is wrong with it counts as one
// bad task, told in as many lines as needed.
func (c *collector) folder(fsys fs.FS, id, where, dataset string) {
	r := folderReader{fsys: fsys, id: id, where: where}
	t := r.task()
	if err := errors.Join(r.errs...); err != nil {
		c.refuse(err)
		return
	}
	t.Dataset = dataset
	c.add(record{Task: t})
}

// folderReader reads one task folder and notes all that is wrong.
type folderReader struct {
	fsys      fs.FS
	id, where string
	errs      []error
}

// errorf notes an error at a file, or at "file:line".
func (r *folderReader) errorf(file, format string, args ...any) {
	r.errs = append(r.errs, fmt.Errorf("%s: "+format, append([]any{path.Join(r.where, r.id, file)}, args...)...))
}

func (r *folderReader) task() bench.Task {
	t := bench.Task{ID: r.id, Source: path.Join(r.where, r.id)}
	if !validFolderID(r.id) {
		r.errorf("", "a task folder's name is its ID: lower-case letters, digits and hyphens")
	}
	if !r.names() {
		return t
	}
	sig, ok := r.yaml(&t)
	t.Prompt = strings.TrimSpace(r.text(promptFile))
	if t.Prompt == "" {
		r.errorf(promptFile, "is empty: say what the function must do")
	}
	t.Context = r.code(contextFile)
	t.Reference = r.code(referenceFile)
	t.Checker = r.code(checkerFile)
	if !ok {
		return t // without a signature nothing more can be checked
	}
	cases, errs := ParseCases(r.text(casesFile), CaseRules{Signature: sig, Checker: t.Checker != ""})
	for _, e := range errs {
		r.errorf(fmt.Sprintf("%s:%d", casesFile, e.Line), "%s", e.Message)
	}
	t.Cases = cases
	if len(r.errs) == 0 {
		for _, e := range checkTask(&t) {
			r.errorf(e.file(), "%w", e)
		}
	}
	t.Prompt += examples(&t)
	return t
}

// names refuses files that have no meaning here, e.g. a misspelt checker.
func (r *folderReader) names() bool {
	entries, err := fs.ReadDir(r.fsys, r.id)
	if err != nil {
		r.errorf("", "%w", err)
		return false
	}
	var have []string
	for _, e := range entries {
		name := e.Name()
		if ignored(name) || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if !slices.Contains(folderFiles(), name) {
			r.errorf(name, "unknown file in a task folder%s", bench.DidYouMean(name, folderFiles()))
		}
		have = append(have, name)
	}
	for _, need := range []string{yamlFile, promptFile, referenceFile, casesFile} {
		if !slices.Contains(have, need) {
			r.errorf(need, "is missing: a task folder has %s", strings.Join(folderFiles(), ", "))
		}
	}
	return len(r.errs) == 0
}

// text reads a file of the folder; a file that does not exist is empty.
func (r *folderReader) text(file string) string {
	b, err := fs.ReadFile(r.fsys, path.Join(r.id, file))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ""
	case err != nil:
		r.errorf(file, "%w", err)
	case len(b) > maxLine:
		r.errorf(file, "is longer than %d MiB", maxLine>>20)
	case strings.IndexByte(string(b), 0) >= 0:
		r.errorf(file, "holds a NUL byte: it must be text")
	case !utf8.Valid(b):
		r.errorf(file, "is not valid UTF-8")
	default:
		return strings.ReplaceAll(strings.TrimPrefix(string(b), "\ufeff"), "\r\n", "\n")
	}
	return ""
}

// code reads a Go file and takes its package clause off.
func (r *folderReader) code(file string) string {
	src := r.text(file)
	if src == "" {
		return ""
	}
	text, pkg, err := gosrc.CutPackage(src)
	if bad, ok := errors.AsType[*gosrc.Error](err); ok {
		r.errorf(fmt.Sprintf("%s:%d", file, bad.Line), "%s", bad.Message)
		return ""
	}
	if pkg != "task" {
		r.errorf(file, "package %s must be package task", pkg)
	}
	return text
}

func validFolderID(id string) bool {
	for _, c := range id {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return id != "" && !strings.HasPrefix(id, "-") && !strings.HasSuffix(id, "-")
}
