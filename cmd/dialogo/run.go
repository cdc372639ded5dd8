package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"dialogo/bench"
)

// runCommand runs a study from its first episode.
func runCommand(env *environment) *cobra.Command {
	var study studyFlags
	var flags runFlags
	var out string
	var skipBad bool
	c := &cobra.Command{
		Use:   "run",
		Short: "Run a study (without arguments: the embedded demo)",
		Example: `  dialogo run
  dialogo run -c study.yaml
  dialogo run -m openai/gpt-4o-mini --mix compile+exec:partial -n 10`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			s, err := newSession(c, env, &study, &flags, skipBad)
			if err != nil {
				return err
			}
			return s.begin(c.Context(), out)
		},
	}
	study.register(c.Flags())
	flags.register(c.Flags())
	c.Flags().StringVarP(&out, "out", "o", "", "run folder (default runs/<study>-<time>)")
	c.Flags().BoolVar(&skipBad, "skip-bad", false, "leave out malformed dataset records and count them")
	return c
}

// begin makes the run folder, by default one named after the study and the time,
// and plays the whole plan.
func (s *session) begin(ctx context.Context, out string) error {
	if out == "" {
		out = filepath.Join("runs", folderName(s.study.Name)+s.env.now().Format("-20060102-150405"))
	}
	if err := s.start(ctx); err != nil {
		return err
	}
	defer s.judge.Close()
	if err := s.sound(ctx); err != nil {
		return err
	}
	run, err := bench.CreateRun(out, s.study, s.manifest(), s.tasks)
	if err != nil {
		return err
	}
	defer run.Close()
	rec, err := bench.ReadRun(out)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.env.stderr, "%s: %s\n%s\n", s.study.Name, describePlan(rec.Study, rec.Tasks), liftedWords(rec.Tasks))
	return s.play(ctx, run, rec)
}

// describePlan says in a line how large a study is.
func describePlan(s bench.Study, tasks []bench.Task) string {
	return fmt.Sprintf("%s × %s × %s × %s = %d episodes of up to %s",
		count(len(s.Models), "model"), count(len(s.Mixes), "mix"), count(len(tasks), "task"),
		count(s.Samples, "sample"), len(bench.Plan(s, tasks)), count(s.Turns, "turn"))
}

func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "x"):
		return fmt.Sprintf("%d %ses", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// folderName makes a study's name fit for a folder.
func folderName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '-'
	}, name)
}
