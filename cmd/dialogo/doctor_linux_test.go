package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// Root of a user namespace that has this one user, and may make no other, can have
// neither namespaces nor a user for each answer. That must be said in so many words: by
// doctor of every layer, by the others of those that are required.
func TestWhereALayerCannotBePutUp(t *testing.T) {
	needSandbox(t)
	alone := func(args ...string) (stdout, stderr string, code int) {
		dialogo := command(t.TempDir(), nil, args...)
		c := exec.Command("/bin/sh", append([]string{"-c", `echo 0 >/proc/sys/user/max_user_namespaces || exit 99; exec "$0" "$@"`}, dialogo.Args...)...)
		c.Dir, c.Env = dialogo.Dir, dialogo.Env
		c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Geteuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{HostID: os.Getegid(), Size: 1}}}
		var out, errs bytes.Buffer
		c.Stdout, c.Stderr = &out, &errs
		err := c.Run()
		if c.ProcessState == nil || c.ProcessState.ExitCode() == 99 { // a container may well forbid it
			t.Skipf("needs a user namespace whose own limits can be set (%v)\n%s", err, &errs)
		}
		if err != nil && c.ProcessState.ExitCode() < 0 {
			t.Fatal(err)
		}
		return out.String(), errs.String(), c.ProcessState.ExitCode()
	}
	stdout, stderr, code := alone("doctor", "--quick")
	for _, want := range []string{
		"NO  layer namespaces\n      no more user namespaces may be made here: ", "to get it: sysctl user.max_user_namespaces=10000, or run as a root who has the users",
		"ok  layer seccomp\n", "NO  layer privileges\n      sandbox: run as a user of its own: chown ", "to get it: run as an ordinary user", "ok  layer limits\n",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("doctor does not say %q:\n%s", want, stdout)
		}
	}
	if !strings.Contains(stdout, " layer landlock\n") {
		t.Errorf("doctor leaves out Landlock, which may hold or not:\n%s", stdout)
	}
	_, refused, judged := alone("tasks", "validate", "--task-id", "nth-index")
	for _, said := range []string{stderr, refused} {
		for _, want := range []string{`the layer "namespaces" of the isolation does not hold`, `the layer "privileges" of the isolation does not hold`, "; to get it: sysctl", "--unsafe-no-sandbox"} {
			if !strings.Contains(said, want) {
				t.Errorf("the error does not say %q:\n%s", want, said)
			}
		}
	}
	if code != exitUsage || judged != exitUsage {
		t.Errorf("exit codes %d and %d, want %d", code, judged, exitUsage)
	}
}
