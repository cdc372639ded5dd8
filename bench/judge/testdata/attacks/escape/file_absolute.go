// Tries: to read a secret whose path on the host it knows.
// Want: wrong_answer
// Says: "held"

package main

import "os"

func Secret(n int) string {
	for _, p := range []string{"@SECRET@", "/etc/passwd", "/etc/shadow", "/etc/hostname", "@HOME@/token", "@CWD@/token", "@TMP@/token", "/root/.bashrc"} {
		if b, err := os.ReadFile(p); err == nil {
			return p + ": " + string(b)
		}
		if _, err := os.Stat(p); err == nil {
			return p + " is there"
		}
	}
	return "held"
}
