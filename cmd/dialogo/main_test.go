package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"dialogo/bench/judge/sandbox"
)

var update = flag.Bool("update", false, "rewrite the expected output in test scripts and golden files")

// asCommand makes the test binary behave as the dialogo command, for tests that
// need a process of their own to kill.
const asCommand = "DIALOGO_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	sandbox.Init()
	if os.Getenv(asCommand) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"dialogo": main})
}

func TestScripts(t *testing.T) {
	needSandbox(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		Setup: func(e *testscript.Env) error {
			for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH", "PATH", "GOTOOLCHAIN", "GOFLAGS"} {
				if v := goEnv(name); v != "" {
					e.Setenv(name, v)
				}
			}
			e.Setenv("ADD", absolute("testdata/add"))
			return nil
		},
	})
}

// exits is a script command, "exits CODE command…": the command must end in that
// exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE command [args...]")
	}
	code := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}
