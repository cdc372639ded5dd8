package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"dialogo/bench"
	"dialogo/bench/judge"
	"dialogo/bench/judge/sandbox"
	"dialogo/datasets"
)

// doctorCommand says what works on this machine.
func doctorCommand(env *environment) *cobra.Command {
	var quick bool
	c := &cobra.Command{
		Use:   "doctor",
		Short: "Check the toolchain, the isolation of answers, and the reference solutions",
		Args:  noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			j, err := judge.New(c.Context(), judge.Options{})
			if err != nil {
				if tools, ok := errors.AsType[*judge.ToolchainError](err); ok {
					printChecks(env.stdout, []judge.Check{{Name: "toolchain", Detail: tools.Error()}})
				}
				printLayersAnyway(c.Context(), env.stdout)
				return err // it says what is missing, and how to get it
			}
			defer j.Close()
			if err := printChecks(env.stdout, j.Doctor()); err != nil {
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

// printLayersAnyway says which layers of isolation hold when there is no judge, because
// not enough of them do.
func printLayersAnyway(ctx context.Context, out io.Writer) {
	box, checks, err := sandbox.Open(ctx, sandbox.Options{})
	printChecks(out, checks)
	if err == nil {
		box.Close() // it was something else
	}
}

// printChecks prints what was found: for each layer of isolation whether it holds here
// and what was tried, or how to get it.
func printChecks(out io.Writer, checks []judge.Check) error {
	var w bytes.Buffer
	layer := bench.Layer("")
	for _, c := range checks {
		if c.Layer == "" {
			fmt.Fprintf(&w, "%-3s %s: %s\n", mark(c.Holds), c.Name, c.Detail)
			continue
		}
		if c.Layer != layer {
			layer = c.Layer
			sign := mark(c.Holds)
			if c.Untried {
				sign = "??"
			}
			fmt.Fprintf(&w, "%-3s layer %s\n", sign, layer)
		}
		what := ""
		if c.Name != string(layer) {
			what = strings.TrimPrefix(c.Name, string(layer)+": ") + ": "
		}
		fmt.Fprintf(&w, "      %s%s\n", what, c.Detail)
		if c.Fix != "" {
			fmt.Fprintf(&w, "      to get it: %s\n", c.Fix)
		}
	}
	_, err := out.Write(w.Bytes())
	return err
}

func mark(holds bool) string {
	if holds {
		return "ok"
	}
	return "NO"
}
