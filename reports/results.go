package reports

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"dialogo/bench"
	"dialogo/scoring"
)

// ResultsSchema is the version of the result tables' columns.
const ResultsSchema = "1"

// WriteResults writes results/{episodes,turns,cases,calls,metrics}.{parquet,csv}
// below rec.Dir; see the package comment for what is in them. It fails, changing
// nothing, when a file cannot be written or a call that an episode refers to
// cannot be read from the run folder.
func WriteResults(rec *bench.Record, rows []scoring.Row) (err error) {
	dir := filepath.Join(rec.Dir, "results")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make results folder: %w", err)
	}
	calls, err := callRows(rec)
	if err != nil {
		return fmt.Errorf("results: %w", err)
	}
	s := &staging{dir: dir}
	defer s.clear()
	for _, write := range []func() error{
		func() error { return writeTable(s, "episodes", episodeRows(rec)) },
		func() error { return writeTable(s, "turns", turnRows(rec)) },
		func() error { return writeTable(s, "cases", caseRows(rec)) },
		func() error { return writeTable(s, "calls", calls) },
		func() error { return writeTable(s, "metrics", metricRows(rows)) },
	} {
		if err := write(); err != nil {
			return fmt.Errorf("results: %w", err)
		}
	}
	return s.publish()
}

// writeTable stages the two files of a table.
func writeTable[R any](s *staging, name string, rows iter.Seq[R]) error {
	if err := s.file(name+".parquet", func(f *os.File) error { return writeParquet(f, name, rows) }); err != nil {
		return err
	}
	return s.file(name+".csv", func(f *os.File) error { return writeCSV(f, rows) })
}

// staging holds files that are complete but not yet in their places.
type staging struct {
	dir    string
	staged []stagedFile
}

type stagedFile struct{ temporary, final string }

// file writes a file beside its place.
func (s *staging) file(name string, write func(*os.File) error) error {
	f, err := os.CreateTemp(s.dir, ".tmp-"+name+"-*")
	if err != nil {
		return err
	}
	s.staged = append(s.staged, stagedFile{f.Name(), filepath.Join(s.dir, name)})
	err = errors.Join(write(f), f.Chmod(0o644), f.Sync(), f.Close())
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// publish puts all staged files in their places.
func (s *staging) publish() error {
	for _, f := range s.staged {
		if err := os.Rename(f.temporary, f.final); err != nil {
			return err
		}
	}
	s.staged = nil
	return nil
}

// clear removes what was not published.
func (s *staging) clear() {
	for _, f := range s.staged {
		os.Remove(f.temporary)
	}
}
