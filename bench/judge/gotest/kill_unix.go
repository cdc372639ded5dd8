//go:build unix

package gotest

import (
	"os/exec"
	"syscall"
)

// killAll makes the end of a command's context the end of all it started.
func killAll(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
