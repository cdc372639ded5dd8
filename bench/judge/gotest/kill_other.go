//go:build !unix

package gotest

import "os/exec"

// killAll leaves a command to end by itself what it started.
func killAll(*exec.Cmd) {}
