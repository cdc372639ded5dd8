package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"dialogo/bench/judge"
	"dialogo/datasets"
)

// doctorCommand says what works on this machine.
func doctorCommand(env *environment) *cobra.Command {
	var quick bool
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Check the toolchain, the isolation of answers, and the reference solutions",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			j, err := judge.New(c.Context(), judge.Options{})
			if err != nil {
				return err // it says what is missing, and how to get it
			}
			defer j.Close()
			if err := printChecks(env.stdout, j); err != nil {
				return err
			}
			if quick {
				return nil
			}
			set, err := datasets.Load("suite", datasets.Options{})
			if err != nil {
				return err
			}
			sum, err := validate(c.Context(), env, j, set.Tasks, 0)
			if err != nil {
				return err
			}
			if !sum.OK() {
				return &exitError{exitFailed, "the embedded suite is not sound on this machine"}
			}
			return nil
		},
	}
	c.Flags().BoolVar(&quick, "quick", false, "do not judge the reference solutions")
	return c
}

// printChecks prints what the judge found; the error says that not all of it holds.
func printChecks(out io.Writer, j *judge.Judge) error {
	ok := true
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, check := range j.Doctor() {
		mark := "ok"
		if !check.Holds {
			mark, ok = "NO", false
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", mark, check.Name, check.Detail)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if !ok {
		return &exitError{exitFailed, "not all checks hold: answers cannot be judged safely here"}
	}
	return nil
}
