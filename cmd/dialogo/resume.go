package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"dialogo/bench"
)

// resumeCommand goes on with an interrupted run, or extends a finished one.
func resumeCommand(env *environment) *cobra.Command {
	var flags runFlags
	var config string
	c := &cobra.Command{
		Use:   "resume DIR",
		Short: "Go on with an interrupted run, try its errored episodes again, or extend it",
		Long: `resume plays the episodes of a run that are missing or errored. No model call is
made twice: finished calls are found in the run folder.

With -c, the run goes on under that study, which may add models, mixes, tasks,
samples and turns to the run's own but change nothing else.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := fromEnvironment(c, env); err != nil {
				return err
			}
			run, rec, err := bench.OpenRun(args[0])
			if err != nil {
				return err
			}
			defer run.Close()
			s := &session{env: env, flags: &flags, study: rec.Study, tasks: rec.Tasks}
			return s.resume(c.Context(), run, rec, config)
		},
	}
	flags.register(c.Flags())
	c.Flags().StringVarP(&config, "config", "c", "", "study file that extends the run's study")
	return c
}

// resume goes on with a run, under the study in the file config if one is given.
// The run folder is touched last, when all that can be checked has been.
func (s *session) resume(ctx context.Context, run *bench.Run, rec *bench.Record, config string) error {
	if config != "" {
		if err := s.reread(rec, config); err != nil {
			return err
		}
	}
	if err := s.check(); err != nil {
		return err
	}
	if err := s.start(ctx); err != nil {
		return err
	}
	defer s.judge.Close()
	if err := s.sameGround(rec.Manifest); err != nil {
		return err
	}
	if config != "" {
		if err := s.sound(ctx); err != nil {
			return err
		}
		var err error
		if rec, err = run.Extend(rec, s.study, s.tasks); err != nil {
			return err
		}
	}
	fmt.Fprintf(s.env.stderr, "%s: %d of %d episodes to go\n", rec.Study.Name, len(rec.Pending()), rec.Planned)
	return s.play(ctx, run, rec)
}

// reread puts the study file and its tasks in the place of the run's.
func (s *session) reread(rec *bench.Record, config string) error {
	var f studyFlags
	f.register(emptyFlags())
	f.config = config
	var err error
	if s.study, err = f.study(); err != nil {
		return err
	}
	return s.load(rec.Manifest.Skipped > 0)
}

// sameGround refuses to mix verdicts of different judges or prompts in one run.
func (s *session) sameGround(was bench.Manifest) error {
	now := s.manifest()
	for _, d := range []struct{ what, was, now string }{
		{"judge", was.Judge, now.Judge},
		{"sandbox", was.Sandbox, now.Sandbox},
		{"prompts", was.Prompts, now.Prompts},
	} {
		if d.was != d.now {
			return bench.Usagef("the run was started under another %s (%s, now %s): start a new run", d.what, d.was, d.now)
		}
	}
	return nil
}
