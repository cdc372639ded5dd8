package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"dialogo/bench"
	"dialogo/bench/judge"
	"dialogo/datasets"
	"dialogo/reports"
)

// tasksCommand lists, shows and validates the tasks of a dataset.
func tasksCommand(env *environment) *cobra.Command {
	c := &cobra.Command{
		Use:   "tasks",
		Short: "List, show and validate the tasks of a dataset",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(tasksListCommand(env), tasksShowCommand(env), tasksValidateCommand(env))
	return c
}

// taskFlags choose tasks.
type taskFlags struct {
	dataset, format string
	filter          bench.TaskFilter
	skipBad         bool
}

func (f *taskFlags) register(c *cobra.Command) {
	fs := c.Flags()
	fs.StringVarP(&f.dataset, "dataset", "d", "suite", `"suite" (embedded), a file or a folder`)
	fs.StringVar(&f.format, "format", "", "format of the dataset, where its records do not tell")
	fs.BoolVar(&f.skipBad, "skip-bad", false, "leave out malformed dataset records and count them")
	fs.StringArrayVar(&f.filter.IDs, "task-id", nil, "only this task (repeatable)")
	fs.StringArrayVar(&f.filter.Tags, "tag", nil, "only tasks with this tag (repeatable)")
	fs.StringArrayVar(&f.filter.Difficulty, "difficulty", nil, "only tasks of this difficulty (repeatable)")
	fs.IntVarP(&f.filter.Limit, "limit", "n", 0, "only the first so many tasks")
}

func (f *taskFlags) load(env *environment) ([]bench.Task, error) {
	_, tasks, err := f.loadAll(env)
	return tasks, err
}

// loadAll also returns the dataset that the tasks are of.
func (f *taskFlags) loadAll(env *environment) (datasets.Set, []bench.Task, error) {
	set, err := datasets.Load(f.dataset, datasets.Options{Format: f.format, SkipBad: f.skipBad})
	if err != nil {
		return set, nil, err
	}
	for _, e := range set.Skipped {
		fmt.Fprintln(env.stderr, "dialogo: skipped:", e)
	}
	tasks, err := datasets.Select(set.Tasks, f.filter)
	return set, tasks, err
}

func tasksListCommand(env *environment) *cobra.Command {
	var flags taskFlags
	var asJSON bool
	c := &cobra.Command{
		Use:   "ls",
		Short: "List tasks",
		Args:  noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := fromEnvironment(c, env); err != nil {
				return err
			}
			tasks, err := flags.load(env)
			if err != nil {
				return err
			}
			rows := datasets.Rows(tasks)
			if asJSON {
				return json.NewEncoder(env.stdout).Encode(rows)
			}
			w := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "TASK\tDIFFICULTY\tVISIBLE\tHIDDEN\tTRUST\tTAGS\tTITLE")
			for _, r := range rows {
				fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\t%s\t%s\n", r.ID, r.Difficulty, r.Visible, r.Hidden, r.Trust, strings.Join(r.Tags, ","), r.Title)
			}
			if err := w.Flush(); err != nil {
				return err
			}
			fmt.Fprintln(env.stderr, liftedWords(tasks)) // not among the lines of the list
			return nil
		},
	}
	flags.register(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func tasksShowCommand(env *environment) *cobra.Command {
	var flags taskFlags
	c := &cobra.Command{
		Use:   "show TASK",
		Short: "Show a task: what a model sees, and its cases and reference",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := fromEnvironment(c, env); err != nil {
				return err
			}
			flags.filter.IDs = args
			tasks, err := flags.load(env)
			if err != nil {
				return err
			}
			return datasets.Show(env.stdout, &tasks[0])
		},
	}
	c.Flags().StringVarP(&flags.dataset, "dataset", "d", "suite", `"suite" (embedded), a file or a folder`)
	c.Flags().StringVar(&flags.format, "format", "", "format of the dataset, where its records do not tell")
	return c
}

func tasksValidateCommand(env *environment) *cobra.Command {
	var flags taskFlags
	var jobs int
	var unsafe bool
	c := &cobra.Command{
		Use:   "validate",
		Short: "Judge every reference solution; it must pass, and a known buggy one must not",
		Args:  noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := fromEnvironment(c, env); err != nil {
				return err
			}
			tasks, err := flags.load(env)
			if err != nil {
				return err
			}
			if unsafe {
				warnUnsandboxed(env, nil)
			}
			j, err := judge.New(c.Context(), judge.Options{Unsandboxed: unsafe})
			if err != nil {
				return err
			}
			defer j.Close()
			sum, err := validate(c.Context(), env, j, tasks, jobs)
			if err != nil {
				return err
			}
			if !sum.OK() {
				return &exitError{exitFailed, "the dataset is not sound"}
			}
			return nil
		},
	}
	flags.register(c)
	c.Flags().IntVarP(&jobs, "jobs", "j", 0, "tasks with the judge at once (default: 64 a core)")
	c.Flags().BoolVar(&unsafe, "unsafe-no-sandbox", false, "execute solutions without isolation")
	return c
}

// validate prints what is wrong with each task, and the counts.
func validate(ctx context.Context, env *environment, j bench.Judge, tasks []bench.Task, jobs int) (datasets.Summary, error) {
	sum, err := datasets.Validate(ctx, tasks, j, jobs, func(c datasets.Check) {
		if c.OK() {
			return
		}
		fmt.Fprintf(env.stdout, "%s: %s\n", printable(c.Task.ID), printable(complaint(c)))
	})
	if err != nil {
		return sum, err
	}
	w := env.stdout
	fmt.Fprintf(w, "%d of %d references pass\n", sum.ReferencesPassed, sum.References)
	if sum.Buggy > 0 {
		fmt.Fprintf(w, "%d of %d buggy solutions pass\n", sum.BuggyPassed, sum.Buggy)
	}
	fmt.Fprintln(w, reports.LiftedWords(sum.Lifted, sum.Tasks))
	if without := sum.Tasks - sum.References - sum.Errors; without > 0 {
		fmt.Fprintf(w, "%s without a reference\n", count(without, "task"))
	}
	if sum.Errors > 0 {
		fmt.Fprintf(w, "%s could not be judged\n", count(sum.Errors, "task"))
	}
	return sum, nil
}

// liftedWords says how many tasks are judged with the expected values held outside.
func liftedWords(tasks []bench.Task) string {
	lifted := 0
	for i := range tasks {
		if tasks[i].Trust() == bench.TrustOutside {
			lifted++
		}
	}
	return reports.LiftedWords(lifted, len(tasks))
}

// complaint says what is wrong with a task, and where it was read.
func complaint(c datasets.Check) string {
	switch {
	case c.Err != nil:
		return c.Err.Error() + " (" + c.Task.Source + ")"
	case c.Buggy != nil && c.Buggy.Status == bench.Passed:
		return "the buggy solution passes: the cases are too weak"
	}
	s := fmt.Sprintf("the reference does not pass: %s (%s)", c.Reference.Status, c.Task.Source)
	for _, d := range c.Reference.Diagnostics {
		return s + ": " + d.String()
	}
	for i, r := range c.Reference.Cases {
		if r.Status == bench.Passed {
			continue
		}
		call := r.Case
		if i < len(c.Task.Cases) {
			call += " " + c.Task.Cases[i].Call(c.Task.Entry) + " => " + c.Task.Cases[i].Want
		}
		return s + fmt.Sprintf(": case %s: %s", call, strings.TrimSpace(cmp.Or(r.Message, "got "+r.Got)))
	}
	return s
}
