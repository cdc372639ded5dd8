package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"dialogo/bench"
)

// environment is all that a command takes from outside: tests replace it.
type environment struct {
	stdout, stderr io.Writer
	getenv         func(string) string
	now            func() time.Time
	terminal       bool // stderr is a terminal
}

// Exit codes.
const (
	exitFailed      = 1
	exitUsage       = 2
	exitIncomplete  = 3
	exitInterrupted = 130
)

// exitError ends the command with a code; its text, if any, is printed.
type exitError struct {
	code int
	text string
}

func (e *exitError) Error() string { return e.text }

// dialogo runs one command line and returns its exit code.
func dialogo(env *environment, args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	root := rootCommand(env)
	root.SetArgs(args)
	return exitCode(env.stderr, root.ExecuteContext(ctx))
}

// exitCode prints an error and says what code it ends in.
func exitCode(w io.Writer, err error) int {
	var exit *exitError
	var usage *bench.UsageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		if exit.text != "" {
			fmt.Fprintln(w, "dialogo:", exit.text)
		}
		return exit.code
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(w, "dialogo: interrupted")
		return exitInterrupted
	}
	fmt.Fprintln(w, "dialogo:", err)
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

func rootCommand(env *environment) *cobra.Command {
	root := &cobra.Command{
		Use:   "dialogo",
		Short: "Measure how well code models use feedback",
		Long: `dialogo runs code models through several turns of feedback on Go tasks, judges
every answer by compiling and executing it, and reports how well they use it.

Without arguments, 'dialogo run' runs the embedded demo: 40 tasks, three
simulated models, four mixes of feedback, five turns. No key, no network.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(runCommand(env), planCommand(env), resumeCommand(env), judgeCommand(env),
		reportCommand(env), scoreCommand(env), tasksCommand(env), doctorCommand(env), versionCommand(env))
	root.SetVersionTemplate(versionLine())
	for _, c := range withChildren(root) {
		explainArguments(c)
		c.Version = version() // so that it has the flag
	}
	return root
}

func withChildren(c *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{c}
	for _, child := range c.Commands() {
		all = append(all, withChildren(child)...)
	}
	return all
}

// noArguments is cobra.NoArgs, which would call them unknown commands.
func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("unexpected argument %q", args[0])
	}
	return nil
}

// explainArguments makes cobra's complaints about arguments usage errors, and
// names the nearest subcommand for an unknown one.
func explainArguments(c *cobra.Command) {
	check := c.Args
	c.Args = func(c *cobra.Command, args []string) error {
		if c.HasSubCommands() && len(args) > 0 {
			var names []string
			for _, s := range c.Commands() {
				names = append(names, s.Name())
			}
			return bench.Usagef("unknown command %q for '%s'%s", args[0], c.CommandPath(), bench.DidYouMean(args[0], names))
		}
		if check != nil {
			if err := check(c, args); err != nil {
				return bench.Usagef("%w; usage: %s", err, c.UseLine())
			}
		}
		return nil
	}
}

// flagError names the nearest flag for an unknown one.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		return bench.Usagef("%w%s", err, bench.DidYouMean("--"+unknown.GetSpecifiedName(), names))
	}
	return badValue("", err)
}

// badValue says of a flag's value what it should be. Name is what the caller knows the
// flag by, empty for its own name.
func badValue(name string, err error) error {
	var bad *pflag.InvalidValueError
	if !errors.As(err, &bad) {
		return bench.Usagef("%w", err)
	}
	switch flag := bad.GetFlag().Name; {
	case name != "":
	case len(flag) == 1:
		name = "-" + flag
	default:
		name = "--" + flag
	}
	what := map[string]string{
		"int": "a whole number", "uint64": "a whole number, 0 or more", "float64": "a number", "bool": "true or false",
		"duration": "a duration: write a number with its unit, e.g. 1.5s", "intSlice": "a list of whole numbers, e.g. 1,10",
	}[bad.GetFlag().Value.Type()]
	switch {
	case errors.Is(err, strconv.ErrRange):
		return bench.Usagef("%s: %q is too large or too small", name, bad.GetValue())
	case what == "":
		return bench.Usagef("%s: %w", name, errors.Unwrap(bad))
	}
	return bench.Usagef("%s: %q is not %s", name, bad.GetValue(), what)
}

// fromEnvironment sets each flag that was not given from DIALOGO_<FLAG>, so that
// flags win over the environment and the environment over the study.
func fromEnvironment(c *cobra.Command, env *environment) error {
	var err error
	c.Flags().VisitAll(func(f *pflag.Flag) {
		name := "DIALOGO_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if v := env.getenv(name); v != "" && !f.Changed && f.Name != "help" && f.Name != "version" && err == nil {
			if e := c.Flags().Set(f.Name, v); e != nil {
				err = badValue("environment variable "+name, e)
			}
		}
	})
	return err
}
