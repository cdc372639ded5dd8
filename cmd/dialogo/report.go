package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"dialogo/bench"
	"dialogo/reports"
	"dialogo/scoring"
)

// reportCommand makes all results of a run anew from its log.
func reportCommand(env *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "report DIR",
		Short: "Write the tables and the report of a run anew",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			rec, err := writeResults(args[0])
			if err != nil {
				return err
			}
			if n := len(rec.Episodes); n < rec.Planned {
				fmt.Fprintf(env.stderr, "dialogo: the run is not finished: %d of %d episodes\n", n, rec.Planned)
			}
			fmt.Fprintln(env.stdout, filepath.Join(rec.Dir, "report.html"))
			return nil
		},
	}
}

// scoreCommand prints a run's metrics.
func scoreCommand(env *environment) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "score DIR",
		Short: "Print the scores of a run",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			rec, err := bench.ReadRun(args[0])
			if err != nil {
				return err
			}
			return printScores(env.stdout, rec, asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print every metric at every turn as JSON")
	return c
}

// writeResults recomputes results/ and report.html of a run folder.
func writeResults(dir string) (*bench.Record, error) {
	rec, err := bench.ReadRun(dir)
	if err != nil {
		return nil, err
	}
	rows, err := scoring.Score(rec, scoring.Options{})
	if err != nil {
		return nil, err
	}
	if err := reports.WriteResults(rec, rows); err != nil {
		return nil, err
	}
	var page bytes.Buffer
	if err := reports.WriteHTML(&page, rec, rows); err != nil {
		return nil, err
	}
	return rec, replaceFile(filepath.Join(dir, "report.html"), page.Bytes())
}

// replaceFile writes a file beside path and renames it, so that a reader sees the
// old one or the new one.
func replaceFile(path string, data []byte) error {
	tmp := path + ".tmp"
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}

func printScores(w io.Writer, rec *bench.Record, asJSON bool) error {
	rows, err := scoring.Score(rec, scoring.Options{})
	if err != nil {
		return err
	}
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(rows)
	}
	return reports.Table(w, rec, rows)
}

// printable makes untrusted text fit for one terminal line.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, s)
	if len(s) > 300 {
		s = strings.ToValidUTF8(s[:300], "") + "…"
	}
	return s
}
