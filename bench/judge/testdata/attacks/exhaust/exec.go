// Tries: to start copies of itself without end.
// Want: wrong_answer
// Says: "held"

package main

import (
	"os"
	"os/exec"
)

func Secret(n int) string {
	for range 200 {
		if exec.Command(os.Args[0]).Start() == nil {
			return "started"
		}
	}
	if p, err := os.StartProcess("/proc/self/exe", nil, &os.ProcAttr{}); err == nil {
		p.Kill()
		return "started"
	}
	return "held"
}
