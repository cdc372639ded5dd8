package datasets

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dialogo/bench"
)

// Set is what was loaded.
type Set struct {
	// Name is "suite", or the base name of the file or folder without .jsonl, .gz.
	Name string
	// Tasks are in the order of the source; folders are sorted by name.
	Tasks []bench.Task
	// Skipped says what was left out and why. Only with Options.SkipBad.
	Skipped []error
	// Prompts are, by task, the Go texts that completions go on behind, where the
	// dataset asks for completions; see [Sample.Prompt].
	Prompts map[string]string
	// Notes say what is known to be wrong with tasks, in their order.
	Notes []Note
}

// Note is a known defect of a task that may bear on verdicts.
type Note struct {
	// Task is the task's ID, Text says what is wrong, and with what effect.
	Task, Text string
}

// Options say how to load. The zero value tells the format from the content and
// refuses a source with any bad task.
type Options struct {
	// Format is one of Formats, or empty to tell it from the records.
	Format string
	// SkipBad leaves bad tasks out, and lists them in Set.Skipped.
	SkipBad bool
}

// SuiteName is the name of the embedded suite.
const SuiteName = "suite"

// The formats.
const (
	formatFolder  = "folder"
	formatDialogo = "dialogo"
	formatX       = "humanevalx"
	formatPack    = "humanevalpack"
)

// Formats lists the names Options.Format may have.
func Formats() []string { return []string{formatDialogo, formatFolder, formatPack, formatX} }

// Load reads a dataset: "suite", a file of records, a folder of task folders, or
// one task folder. All errors that are the user's to mend are [*bench.UsageError].
func Load(name string, o Options) (Set, error) {
	if o.Format != "" && !slices.Contains(Formats(), o.Format) {
		return Set{}, bench.Usagef("unknown dataset format %q%s; known are %s",
			o.Format, bench.DidYouMean(o.Format, Formats()), strings.Join(Formats(), ", "))
	}
	if name == SuiteName {
		sub, err := fs.Sub(suiteFS, SuiteName)
		if err != nil {
			return Set{}, fmt.Errorf("dataset suite: %w", err)
		}
		return loadFolder(sub, SuiteName, SuiteName, o)
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Set{}, notFound(name)
	case err != nil:
		return Set{}, bench.Usagef("dataset %s: %w; name a file or folder that can be read", name, bench.FileReason(err))
	case info.IsDir():
		return loadDir(name, o)
	}
	return loadFile(name, o)
}

// loadDir loads a folder of the file system. One task folder belongs to the
// dataset that its parent folder is, so its tasks hash alike either way.
func loadDir(name string, o Options) (Set, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return Set{}, fmt.Errorf("dataset %s: %w", name, err)
	}
	if _, err := os.Stat(filepath.Join(abs, yamlFile)); err == nil {
		c := collector{skip: o.SkipBad}
		parent := filepath.Dir(abs)
		c.folder(os.DirFS(parent), filepath.Base(abs), filepath.Join(name, ".."), filepath.Base(parent))
		return c.set(filepath.Base(parent), name)
	}
	return loadFolder(os.DirFS(abs), name, filepath.Base(abs), o)
}

func loadFile(name string, o Options) (Set, error) {
	if o.Format == formatFolder {
		return Set{}, bench.Usagef("dataset %s: format %q needs a folder, and this is a file", name, o.Format)
	}
	f, err := os.Open(name)
	if err != nil {
		return Set{}, bench.Usagef("dataset %s: %w; name a file or folder that can be read", name, bench.FileReason(err))
	}
	defer f.Close() // read only
	return Read(f, name, o)
}

// notFound explains that there is no dataset of this name.
func notFound(name string) error {
	known := []string{SuiteName}
	dir := filepath.Dir(name)
	if entries, err := os.ReadDir(dir); err == nil {
		for _, e := range entries {
			known = append(known, filepath.Join(dir, e.Name()))
		}
	}
	return bench.Usagef("no dataset %q: there is no such file or folder%s", name, bench.DidYouMean(name, known))
}

// baseName is the name of the dataset in a file.
func baseName(file string) string {
	base := filepath.Base(file)
	base = strings.TrimSuffix(base, ".gz")
	for _, ext := range []string{".jsonl", ".json"} {
		base = strings.TrimSuffix(base, ext)
	}
	return base
}
