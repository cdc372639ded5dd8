// Tries: to become a program of the host: a shell, the Go command, the compiler.
// Want: wrong_answer
// Says: "held"

package main

import (
	"os"
	"os/exec"
	"syscall"
)

func Secret(n int) string {
	for _, p := range []string{"/bin/sh", "/usr/bin/env", "/bin/busybox", "/proc/self/exe", os.Args[0], "@GO@"} {
		if out, err := exec.Command(p, "-c", "echo shell").Output(); err == nil {
			return string(out)
		}
		if syscall.Exec(p, []string{p, "-c", "echo shell"}, os.Environ()) == nil {
			return "never"
		}
	}
	return "held"
}
